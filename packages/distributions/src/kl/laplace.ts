import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { erf, exprel, isLess, logRatio, select, softplus } from "@variate/math";
import type { HasEntropy } from "../distribution.js";
import { scaleTerm } from "./scaleTerm.js";
import type { KlRule, With } from "./table.js";

type Laplace = With<"loc" | "scale">;

/**
 * KL(laplace‖laplace) = r (exp(−t) − 1 + t) + (r − 1 − log r),   r = scale_p / scale_q,   t = |loc_p − loc_q| / scale_p
 *
 * Reference: Gil, Alajaji and Linder (2013), "Rényi divergence measures for commonly used univariate continuous
 * distributions", Table 2.
 */
export const klLaplace: KlRule<Laplace, Laplace> = (p, q) => {
  const r = tf.div(p.scale, q.scale);
  const distance = tf.abs(tf.sub(p.loc, q.loc));
  const t = tf.div(distance, p.scale);
  const offset = tf.div(distance, q.scale);
  // r t is the offset, which stays finite where p is narrow. Far apart, r leaves both brackets.
  const near = tf.sub(scaleTerm(p.scale, q.scale), tf.mul(offset, exprel(tf.neg(t))));
  const far = tf.sub(tf.sub(tf.mul(r, tf.exp(tf.neg(t))), 1), logRatio(p.scale, q.scale));
  return tf.add(select(isLess(t, 1), near, far), offset);
};

/** KL(p‖laplace) = E_p|x − loc| / scale + log(2 scale) − H(p) */
function crossEntropy(meanDistance: Tensor, p: HasEntropy, q: Laplace): Tensor {
  return tf.sub(tf.add(tf.div(meanDistance, q.scale), tf.log(tf.mul(2, q.scale))), p.entropy());
}

/** E_p|x − m| = σ √(2/π) exp(−d²/2) + (loc − m) erf(d/√2),   d = (loc − m) / σ: the mean of a folded normal. */
export const klNormalLaplace: KlRule<Laplace & HasEntropy, Laplace> = (p, q) => {
  const offset = tf.sub(p.loc, q.loc);
  const d = tf.div(offset, p.scale);
  const spread = tf.mul(tf.mul(p.scale, Math.sqrt(2 / Math.PI)), tf.exp(tf.mul(-0.5, tf.square(d))));
  return crossEntropy(tf.add(spread, tf.mul(offset, erf(tf.mul(d, Math.SQRT1_2)))), p, q);
};

/** E_p|x − m| = |d| + 2 s log(1 + exp(−|d|/s)),   d = loc − m, s the scale of p. */
export const klLogisticLaplace: KlRule<Laplace & HasEntropy, Laplace> = (p, q) => {
  const distance = tf.abs(tf.sub(p.loc, q.loc));
  const beyond = tf.mul(tf.mul(2, p.scale), softplus(tf.neg(tf.div(distance, p.scale))));
  return crossEntropy(tf.add(distance, beyond), p, q);
};

/** E_p|x − m| = |m| + 1/r where m ≤ 0, m − 1/r + 2 exp(−r m)/r above. */
export const klExponentialLaplace: KlRule<With<"rate"> & HasEntropy, Laplace> = (p, q) => {
  const mean = tf.div(1, p.rate);
  const m = tf.relu(q.loc);
  const inside = tf.add(tf.sub(m, mean), tf.mul(tf.mul(2, mean), tf.exp(tf.neg(tf.mul(p.rate, m)))));
  return crossEntropy(select(isLess(q.loc, 0), tf.sub(mean, q.loc), inside), p, q);
};

/**
 * E_p|x − m| = |c| where m lies outside the interval, (c² + h²) / (2h) inside,   c = its midpoint − m, h = half its width
 *
 * No squares are subtracted, so narrow intervals far from m keep their digits.
 */
export const klUniformLaplace: KlRule<With<"low" | "high"> & HasEntropy, Laplace> = (p, q) => {
  const centre = tf.mul(0.5, tf.add(tf.sub(p.low, q.loc), tf.sub(p.high, q.loc)));
  const half = tf.mul(0.5, tf.sub(p.high, p.low));
  const distance = tf.abs(centre);
  const inside = tf.div(tf.add(tf.square(centre), tf.square(half)), tf.mul(2, half));
  return crossEntropy(select(isLess(distance, half), inside, distance), p, q);
};
