import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { log1p } from "@variate/math";
import { openInterval, real } from "../constraints.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

/**
 * y = tanh(x), from all numbers onto (−1, 1), elementwise.
 *
 *   log |dy/dx| = 2 (log 2 − |x| − log(1 + exp(−2|x|))),   inverse ½ (log(1 + y) − log(1 − y))
 *
 * Above |x| = 9.01 the float32 result is ±1, and its inverse ±Infinity; the log-determinant keeps its digits.
 */
export const tanh: Bijector<"tanh"> & Monotone = bijector(
  {
    name: "tanh", domain: real, codomain: openInterval(-1, 1),
    forward: (x) => tf.tanh(x),
    inverse: (y) => tf.mul(0.5, tf.sub(log1p(y), log1p(tf.neg(y)))),
    forwardLogDet: logSechSquare,
    inverseLogDet: (y) => tf.neg(tf.add(log1p(y), log1p(tf.neg(y)))),
  },
  { direction: () => 1 },
);

/** log(1 − tanh²(x)), by |x| so that neither tail subtracts infinities. */
export function logSechSquare(x: Tensor): Tensor {
  const distance = tf.abs(x);
  return tf.mul(2, tf.sub(tf.sub(Math.LN2, distance), log1p(tf.exp(tf.mul(-2, distance)))));
}
