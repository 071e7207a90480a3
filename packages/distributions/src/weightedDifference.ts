import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select } from "@variate/math";

/**
 * exp(a) (a − b), one value's part of a divergence between log probabilities a and b: 0 where a is −∞, in value and
 * gradient, even if b is −∞ too. Call it inside `tidy`.
 */
export function weightedDifference(a: Tensor, b: Tensor): Tensor {
  const excluded = isEqual(a, -Infinity);
  // Both sides are made finite first: an infinity in a branch that is dropped would turn gradients into NaN.
  const finite = select(excluded, 0, a);
  const difference = tf.sub(finite, select(excluded, 0, b));
  return select(excluded, 0, tf.mul(tf.exp(finite), difference));
}
