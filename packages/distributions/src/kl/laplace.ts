import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { erf, expm1, isLess, select } from "@variate/math";
import type { Laplace } from "../families/laplace.js";
import type { Normal } from "../families/normal.js";
import type { Uniform } from "../families/uniform.js";
import type { KlRule } from "./table.js";

/**
 * KL(laplace‖laplace) = r (exp(−t) − 1 + t) + (r − 1 − log r),   r = scale_p / scale_q,   t = |loc_p − loc_q| / scale_p
 *
 * Reference: Gil, Alajaji and Linder (2013), "Rényi divergence measures for commonly used univariate continuous
 * distributions", Table 2.
 */
export const klLaplace: KlRule<Laplace, Laplace> = (p, q) => {
  const r = tf.div(p.scale, q.scale);
  const t = tf.div(tf.abs(tf.sub(p.loc, q.loc)), p.scale);
  const distance = tf.mul(r, tf.add(expm1(tf.neg(t)), t));
  return tf.add(distance, tf.sub(tf.sub(r, 1), tf.log(r)));
};

/** KL(p‖laplace) = E_p|x − loc| / scale + log(2 scale) − H(p) */
function crossEntropy(meanDistance: Tensor, p: { entropy(): Tensor }, q: Laplace): Tensor {
  return tf.sub(tf.add(tf.div(meanDistance, q.scale), tf.log(tf.mul(2, q.scale))), p.entropy());
}

/** E_p|x − m| = σ √(2/π) exp(−d²/2) + (loc − m) erf(d/√2),   d = (loc − m) / σ: the mean of a folded normal. */
export const klNormalLaplace: KlRule<Normal, Laplace> = (p, q) => {
  const offset = tf.sub(p.loc, q.loc);
  const d = tf.div(offset, p.scale);
  const spread = tf.mul(tf.mul(p.scale, Math.sqrt(2 / Math.PI)), tf.exp(tf.mul(-0.5, tf.square(d))));
  return crossEntropy(tf.add(spread, tf.mul(offset, erf(tf.mul(d, Math.SQRT1_2)))), p, q);
};

/**
 * E_p|x − m| = |c| where m lies outside the interval, (c² + h²) / (2h) inside,   c = its midpoint − m, h = half its width
 *
 * No squares are subtracted, so narrow intervals far from m keep their digits.
 */
export const klUniformLaplace: KlRule<Uniform, Laplace> = (p, q) => {
  const centre = tf.mul(0.5, tf.add(tf.sub(p.low, q.loc), tf.sub(p.high, q.loc)));
  const half = tf.mul(0.5, tf.sub(p.high, p.low));
  const distance = tf.abs(centre);
  const inside = tf.div(tf.add(tf.square(centre), tf.square(half)), tf.mul(2, half));
  return crossEntropy(select(isLess(distance, half), inside, distance), p, q);
};
