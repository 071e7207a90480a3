import * as tf from "@tensorflow/tfjs-core";
import { toFloatTensor, type NumericInput } from "./convert.js";
import { fused } from "./fused.js";
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
