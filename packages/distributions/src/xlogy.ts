import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";

/**
 * x log y, with 0 where x = 0 whatever y is, in value and gradient. Call it inside `tidy`.
 */
export function xlogy(x: Tensor, y: Tensor): Tensor {
  const zero = withoutGradient(() => tf.equal(x, 0));
  // Both branches of `where` are computed: a log of 0 in the one not taken would turn gradients into NaN.
  return tf.where(zero, tf.zerosLike(x), tf.mul(x, tf.log(tf.where(zero, tf.onesLike(y), y))));
}
