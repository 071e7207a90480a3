import * as tf from "@tensorflow/tfjs-core";
import { defineGradient, zerosFor } from "./define.js";

interface ResponseAttributes {
  readonly depthRadius: number;
  readonly bias: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * The gradient of the gradient of local response normalization, which is written here in differentiable operations as
 * a function of x and dy. Its argument y is x's function, and that dependence is in the derivative by x.
 */
export const responseNormalizationGradient = defineGradient<ResponseAttributes, "x" | "y" | "dy">(
  tf.LRNGrad,
  { inputs: ["x", "y", "dy"] },
  (ddx, { x, y, dy }, attributes) => ({
    x: () => tf.grad((moved) => responseGradient(moved, dy, attributes))(x, ddx),
    y: () => zerosFor(y),
    dy: () => tf.grad((moved) => responseGradient(x, moved, attributes))(dy, ddx),
  }),
);

/** With n = bias + α W(x²), W the sum over neighbouring channels: dx = dy n^−β − 2 α β x W(dy x n^(−β−1)). */
function responseGradient(x: tf.Tensor, dy: tf.Tensor, { depthRadius, bias, alpha, beta }: ResponseAttributes): tf.Tensor {
  const norm = tf.add(bias, tf.mul(alpha, neighbourSum(tf.square(x), depthRadius)));
  const through = neighbourSum(tf.mul(tf.mul(dy, x), tf.pow(norm, -beta - 1)), depthRadius);
  return tf.sub(tf.mul(dy, tf.pow(norm, -beta)), tf.mul(tf.mul(2 * alpha * beta, x), through));
}

/** Sums over the channels at a distance of up to `radius`. */
function neighbourSum(x: tf.Tensor, radius: number): tf.Tensor {
  const padded = tf.pad(x, x.shape.map((_, axis): [number, number] => (axis === x.rank - 1 ? [radius, radius] : [0, 0])));
  const shifted = Array.from({ length: 2 * radius + 1 }, (_, offset) =>
    tf.slice(padded, x.shape.map((_, axis) => (axis === x.rank - 1 ? offset : 0)), x.shape), // prettier-ignore
  );
  return tf.addN(shifted);
}
