import * as tf from "@tensorflow/tfjs-core";

/** Vector-Jacobian products by input name: each a function that returns the gradient of one input. */
export type InputGradients<Name extends string> = { readonly [name in Name]: () => tf.Tensor };

/** What the forward pass keeps for the backward pass, by the name that the rule gives it. */
export interface Saved<Input extends string, Output extends string> {
  /** Inputs by the kernel's own names. An optional input that was not given is `undefined`: name at most one, last. */
  readonly inputs?: readonly Input[];
  /** Outputs in the kernel's order; `null` is not kept. */
  readonly outputs?: readonly (Output | null)[];
}

/**
 * A gradient as tfjs registers it, with what was saved handed over by name.
 *
 * @param gradients - Given the gradient of the result (an array when the kernel has several), what was saved and the
 *   kernel's attributes, the gradients by input name.
 */
export function defineGradient<Attributes, Input extends string = never, Output extends string = never, Dy = tf.Tensor>(
  kernelName: string,
  saved: Saved<Input, Output>,
  gradients: (dy: Dy, saved: Record<Input | Output, tf.Tensor>, attributes: Attributes) => { readonly [name: string]: () => tf.Tensor },
): tf.GradConfig {
  const { inputs = [], outputs = [] } = saved;
  const names = [...inputs, ...outputs.filter((name) => name !== null)];
  return {
    kernelName,
    inputsToSave: [...inputs],
    outputsToSave: outputs.map((name) => name !== null),
    gradFunc: (dy, tensors, attributes) => {
      const byName = Object.fromEntries(names.map((name, i) => [name, tensors[i]])) as Record<Input | Output, tf.Tensor>;
      return gradients(dy as Dy, byName, attributes as Attributes);
    },
  };
}

/** A gradient of zeros for an input, float32 as tfjs demands whatever the input's type. */
export function zerosFor(input: tf.Tensor): tf.Tensor {
  return tf.zeros(input.shape, "float32");
}
