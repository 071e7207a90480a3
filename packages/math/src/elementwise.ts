import * as tf from "@tensorflow/tfjs-core";
import { toFloatTensor, type NumericInput } from "./convert.js";
import { fused } from "./fused.js";
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
 * @param gradient - [∂f/∂x, ∂f/∂y] in differentiable operations.
 * @throws If the inputs do not broadcast together.
 */
export function elementwisePair(
  name: `variate.${string}`,
  x: NumericInput,
  y: NumericInput,
  value: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor,
  gradient: (x: tf.Tensor, y: tf.Tensor) => readonly [tf.Tensor, tf.Tensor],
): tf.Tensor {
  return tidy(() => {
    const inputs = { x: toFloatTensor(x), y: toFloatTensor(y) };
    broadcastShapes(name.slice("variate.".length), { x: inputs.x.shape, y: inputs.y.shape });
    return fused(name, inputs, (own) => value(own.x, own.y), {
      gradient: (dy, own) => {
        const [ofX, ofY] = gradient(own.x, own.y);
        return {
          x: sumToShape(tf.mul(dy, ofX), own.x.shape),
          y: sumToShape(tf.mul(dy, ofY), own.y.shape),
        };
      },
    });
  });
}

/**
 * An elementwise function of three inputs that broadcast, with its partial derivatives in closed form.
 *
 * @param names - What the inputs are called in errors.
 * @param gradient - The three partial derivatives, in differentiable operations.
 * @throws If the inputs do not broadcast together.
 */
export function elementwiseTriple(
  name: `variate.${string}`,
  names: readonly [string, string, string],
  inputs: readonly [NumericInput, NumericInput, NumericInput],
  value: (x: tf.Tensor, y: tf.Tensor, z: tf.Tensor) => tf.Tensor,
  gradient: (x: tf.Tensor, y: tf.Tensor, z: tf.Tensor) => readonly [tf.Tensor, tf.Tensor, tf.Tensor],
): tf.Tensor {
  return tidy(() => {
    const [x, y, z] = inputs.map((input) => toFloatTensor(input)) as [tf.Tensor, tf.Tensor, tf.Tensor];
    broadcastShapes(name.slice("variate.".length), { [names[0]]: x.shape, [names[1]]: y.shape, [names[2]]: z.shape });
    return fused(name, { x, y, z }, (own) => value(own.x, own.y, own.z), {
      gradient: (dy, own) => {
        const [ofX, ofY, ofZ] = gradient(own.x, own.y, own.z);
        return {
          x: sumToShape(tf.mul(dy, ofX), own.x.shape),
          y: sumToShape(tf.mul(dy, ofY), own.y.shape),
          z: sumToShape(tf.mul(dy, ofZ), own.z.shape),
        };
      },
    });
  });
}
