import * as tf from "../tf.js";
import { rational } from "../polynomial.js";

/**
 * One step of Halley's method towards the root of G(v) = log(tail at v) − target, a concave function: from either side
 * Newton's steps cannot miss it.
 *
 * @param upper - Boolean: whether it is the upper tail, which falls.
 * @param height - G.
 * @param hazard - |G′|.
 * @param bend - G″/G′ as a function of G′.
 * @param spread - The standard deviation of v, of which a step makes at most 20: where rounding has left v so far from
 *   the root that the tail is all or nothing, there is no slope to go by.
 */
export function quantileStep(
  upper: tf.Tensor,
  height: tf.Tensor,
  hazard: tf.Tensor,
  bend: (slope: tf.Tensor) => tf.Tensor,
  spread: tf.Tensor,
): tf.Tensor {
  const size = tf.maximum(tf.minimum(hazard, 1e37), 1e-37);
  const slope = tf.where(upper, tf.neg(size), size);
  const limit = tf.mul(20, spread);
  const newton = tf.maximum(tf.minimum(tf.div(height, slope), limit), tf.neg(limit));
  // Where the curve bends too much for Halley: Newton's step, at most doubled or halved.
  const correction = tf.maximum(tf.minimum(tf.mul(tf.mul(0.5, newton), bend(slope)), 0.5), -1);
  return tf.neg(tf.div(newton, tf.sub(1, correction)));
}

/**
 * Φ⁻¹ to 3e-3, and 0 at ½, from the logarithm of the nearer tail: enough to begin with.
 *
 * Reference: Abramowitz and Stegun, 26.2.22, with 2.30754 for 2.30753, which makes it negative at ½.
 */
export function roughNormalQuantile(upper: tf.Tensor, logTail: tf.Tensor): tf.Tensor {
  const t = tf.sqrt(tf.mul(-2, logTail));
  const size = tf.relu(tf.sub(t, rational(t, [2.30754, 0.27061], [1, 0.99229, 0.04481])));
  return tf.where(upper, size, tf.neg(size));
}

/** Roughly the standard deviation of the logarithm of a gamma variable with concentration a. */
export function spreadOfLog(a: tf.Tensor): tf.Tensor {
  return tf.div(1, tf.minimum(a, tf.sqrt(a)));
}
