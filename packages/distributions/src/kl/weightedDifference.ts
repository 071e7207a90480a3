import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";

/**
 * exp(a) (a − b), one value's part of a divergence between log probabilities a and b: 0 where a is −∞, in value and
 * gradient, even if b is −∞ too. Call it inside `tidy`.
 */
export function weightedDifference(a: Tensor, b: Tensor): Tensor {
  const excluded = withoutGradient(() => tf.equal(a, -Infinity));
  // Both sides are made finite first: an infinity in a branch that `where` drops would turn gradients into NaN.
  const finite = tf.where(excluded, tf.zerosLike(a), a);
  const difference = tf.sub(finite, tf.where(excluded, tf.zerosLike(b), b));
  return tf.where(excluded, tf.zerosLike(difference), tf.mul(tf.exp(finite), difference));
}
