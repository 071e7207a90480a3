import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { log1p } from "./log1p.js";

/**
 * log(x / y), elementwise, for x ≥ 0 and y > 0: to relative accuracy also where x is close to y, and without overflow
 * of the quotient. Broadcasts.
 *
 * Gradient: 1/x and −1/y.
 */
export function logRatio(x: NumericInput, y: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.logRatio",
    x,
    y,
    (a, b) => {
      // x − y is exact where the two are within a factor of 2.
      const change = tf.div(tf.sub(a, b), b);
      const far = tf.mul(2, tf.log(tf.div(tf.sqrt(a), tf.sqrt(b))));
      return tf.where(tf.less(tf.abs(change), 0.5), log1p(change), far);
    },
    (a, b) => [tf.div(1, a), tf.div(-1, b)],
  );
}
