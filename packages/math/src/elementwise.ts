import * as tf from "./tf.js";
import { toFloatTensor, type NumericInput } from "./convert.js";
import { fused, made, type Lazy } from "./fused.js";
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
  return tidy(() =>
    fused(name, { x: toFloatTensor(x) }, (inputs) => value(inputs.x), {
      gradient: (dy, inputs) => ({ x: tf.mul(dy, derivative(inputs.x)) }),
    }),
  );
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
    const tensors = inputs.map(toFloatTensor);
    broadcastShapes(name.slice("variate.".length), byName((i) => (tensors[i] as tf.Tensor).shape));
    type Tensors = { [I in keyof N]: tf.Tensor };
    return fused(name, byName((i) => tensors[i] as tf.Tensor), (own) => value(...(Object.values(own) as Tensors)), {
      gradient: (dy, own) => {
        const all = Object.values(own) as tf.Tensor[];
        const slopes = gradient(...(all as Tensors)) as readonly Lazy[];
        return byName((i) => () => sumToShape(tf.mul(dy, made(slopes[i] as Lazy)), (all[i] as tf.Tensor).shape));
      },
    });
  });
}
