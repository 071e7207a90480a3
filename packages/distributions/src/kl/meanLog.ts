import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, select, xlogy } from "@variate/math";

/** The midpoint m of an interval of numbers above 0, and half its width as a share of m. */
export function logMidpoint(low: Tensor, high: Tensor): { readonly midpoint: Tensor; readonly share: Tensor } {
  const midpoint = tf.mul(0.5, tf.add(low, high));
  return { midpoint, share: tf.div(tf.mul(0.5, tf.sub(high, low)), midpoint) };
}

/**
 * E log x for x uniform on [1 − t, 1 + t], 0 < t ≤ 1: ((1 + t) log(1 + t) − (1 − t) log(1 − t)) / 2t − 1, and below ½ its
 * series −Σ t²ᵏ / (2k (2k + 1)).
 */
export function meanLogOffset(t: Tensor): Tensor {
  const above = tf.add(1, t);
  const below = tf.sub(1, t);
  const direct = tf.sub(tf.div(tf.sub(xlogy(above, above), xlogy(below, below)), tf.mul(2, t)), 1);
  const square = tf.square(t);
  let series: Tensor = tf.zerosLike(t);
  for (let k = 10; k > 0; k--) series = tf.mul(square, tf.sub(series, 1 / (2 * k * (2 * k + 1))));
  return select(isLess(t, 0.5), series, direct);
}
