import * as tf from "./tf.js";
import { toFloatTensor, type NumericInput } from "./convert.js";
import { made, operation, type KernelInputs, type Lazy } from "./fused.js";
import { broadcastShapes } from "./shape.js";
import { sumToShape } from "./sumToShape.js";
import { tidy } from "./tidy.js";

/**
 * An elementwise function of one input with its derivative in closed form: the way every special function here is made.
 *
 * @param name - The kernel a backend may provide, see `fused`.
 * @param value - The function in plain operations; never on the tape.
 * @param derivative - dy/dx in differentiable operations, so that second derivatives work.
 */
export function elementwise(
  name: `variate.${string}`,
  x: NumericInput,
  value: (x: tf.Tensor) => tf.Tensor,
  derivative: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return tidy(() => {
    const input = toFloatTensor(x);
    return operation(name, { x: input }, () => value(input), (dy, [saved]) => ({ x: () => tf.mul(dy, derivative(saved as tf.Tensor)) }));
  });
}

/**
 * An elementwise function of two inputs that broadcast, with both partial derivatives in closed form.
 *
 * @param value - The function in plain operations; never on the tape.
 * @param gradient - [∂f/∂x, ∂f/∂y] in differentiable operations, or functions that make them where they are needed.
 * @throws If the inputs do not broadcast together.
 */
export function elementwisePair(
  name: `variate.${string}`,
  x: NumericInput,
  y: NumericInput,
  value: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor,
  gradient: (x: tf.Tensor, y: tf.Tensor) => readonly [Lazy, Lazy],
): tf.Tensor {
  return elementwiseTuple(name, ["x", "y"], [x, y], value, gradient);
}

/**
 * An elementwise function of several inputs that broadcast, with its partial derivatives in closed form.
 *
 * @param names - What the inputs are called by kernels and in errors.
 * @param gradient - The partial derivatives, in differentiable operations.
 * @throws If the inputs do not broadcast together.
 */
export function elementwiseTuple<N extends readonly string[]>(
  name: `variate.${string}`,
  names: N,
  inputs: { readonly [I in keyof N]: NumericInput },
  value: (...tensors: { [I in keyof N]: tf.Tensor }) => tf.Tensor,
  gradient: (...tensors: { [I in keyof N]: tf.Tensor }) => { readonly [I in keyof N]: Lazy },
): tf.Tensor {
  return tidy(() => {
    const byName = <T>(of: (i: number) => T): Record<string, T> => Object.fromEntries(names.map((key, i) => [key, of(i)]));
    const tensors = inputs.map(toFloatTensor) as { [I in keyof N]: tf.Tensor };
    broadcastShapes(name.slice("variate.".length), byName((i) => (tensors[i] as tf.Tensor).shape));
    return smooth(name, byName((i) => tensors[i] as tf.Tensor), () => value(...tensors), (own) => {
      const slopes = gradient(...(Object.values(own) as typeof tensors));
      return byName((i) => slopes[i] as Lazy);
    });
  });
}

export interface SmoothOptions {
  /** Passed to the kernel. */
  readonly attributes?: tf.NamedAttrMap;
  /** Whether the function is a sum over the last axis; the slopes are then those of its terms. */
  readonly summed?: boolean;
}

/**
 * A function of tensors by name with its partial derivatives in closed form: elementwise, where the inputs broadcast, or a
 * sum over the last axis of what is.
 *
 * @param value - The function in plain operations; never on the tape.
 * @param slopes - The partial derivatives in differentiable operations, or functions that make them where they are needed;
 *   0 where there is none.
 */
export function smooth<I extends KernelInputs>(
  name: `variate.${string}`,
  inputs: I,
  value: (inputs: I) => tf.Tensor,
  slopes: (inputs: I) => Partial<Record<keyof I, Lazy>>,
  options: SmoothOptions = {},
): tf.Tensor {
  const names = Object.keys(inputs);
  const gradients = (dy: tf.Tensor, saved: tf.Tensor[]): Record<string, () => tf.Tensor> => {
    const own = Object.fromEntries(names.map((key, i) => [key, saved[i]])) as unknown as I;
    const given = slopes(own);
    const along = options.summed ? tf.expandDims(dy, -1) : dy;
    const gradient = (x: tf.Tensor, slope?: Lazy): tf.Tensor =>
      slope === undefined ? tf.zerosLike(x) : sumToShape(tf.mul(along, made(slope)), x.shape);
    return Object.fromEntries(Object.entries(own).map(([key, x]) => [key, () => gradient(x, given[key])]));
  };
  return operation(name, inputs, () => value(inputs), gradients, options.attributes);
}
