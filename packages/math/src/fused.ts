import * as tf from "@tensorflow/tfjs-core";
import { tidy } from "./tidy.js";

export type KernelInputs = Readonly<Record<string, tf.Tensor>>;

export interface FusedOptions<I extends KernelInputs> {
  /** Passed to the kernel as its attributes. */
  readonly attributes?: tf.NamedAttrMap;
  /**
   * The vector-Jacobian product: gradients by input name, given the gradient `dy` of the result and the result.
   * Without it the gradient of `fallback` is used, at the cost of computing it once more.
   */
  readonly gradient?: (dy: tf.Tensor, inputs: I, result: tf.Tensor) => Partial<Record<keyof I, tf.Tensor>>;
}

/**
 * One named operation that a backend may provide as a single kernel.
 *
 * Runs the kernel `name` when the active backend has registered one in tfjs's registry, the plain operations of
 * `fallback` otherwise. Both must compute the same function; gradients agree either way.
 *
 * @param name - `variate.` and the operation's name.
 * @param inputs - Tensors by the names that the kernel knows.
 * @param fallback - The same function in plain operations.
 */
export function fused<I extends KernelInputs>(
  name: `variate.${string}`,
  inputs: I,
  fallback: (inputs: I) => tf.Tensor,
  options: FusedOptions<I> = {},
): tf.Tensor {
  const native = tf.getKernel(name, tf.getBackend()) !== undefined;
  if (!native && options.gradient === undefined) return tidy(() => fallback(inputs));
  const names = Object.keys(inputs);
  const operation = tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const own = Object.fromEntries(names.map((key, i) => [key, args[i] as tf.Tensor])) as I;
    const value = native
      ? (tf.engine().runKernel(name, own as unknown as tf.NamedTensorMap, options.attributes) as tf.Tensor)
      : fallback(own);
    save([...(args as unknown as tf.Tensor[]), value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const kept = Object.fromEntries(names.map((key, i) => [key, saved[i] as tf.Tensor])) as I;
        if (options.gradient !== undefined) {
          const gradients = options.gradient(dy, kept, saved[names.length] as tf.Tensor);
          return names.map((key) => gradients[key] ?? tf.zerosLike(kept[key] as tf.Tensor));
        }
        const ofFallback = tf.grads((...xs: tf.Tensor[]) =>
          fallback(Object.fromEntries(names.map((key, i) => [key, xs[i] as tf.Tensor])) as I),
        );
        return ofFallback(saved.slice(0, names.length), dy);
      },
    };
  });
  return operation(...names.map((key) => inputs[key] as tf.Tensor));
}
