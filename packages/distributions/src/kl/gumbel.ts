import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isGreater, isLess, lgamma, log1p, logRatio, logSinhc, poissonDeviance, select } from "@variate/math";
import type { Distribution, HasEntropy } from "../distribution.js";
import { EULER } from "../families/euler.js";
import { asGamma, type GammaLike } from "./gamma.js";
import type { KlRule, With } from "./table.js";

/**
 * KL(gumbel‖gumbel) = (exp e − 1 − e) + (log Γ(1 + r) − log r + γ (r − 1)),   e = log Γ(1 + r) − d
 *
 * with r = scale_p / scale_q, d = (loc_p − loc_q) / scale_q; neither part is negative.
 *
 * Reference: Gil, Alajaji and Linder (2013), Table 2.
 */
export const klGumbel: KlRule<With<"loc" | "scale">, With<"loc" | "scale">> = (p, q) =>
  divergence(p.scale, q.scale, tf.div(tf.sub(p.loc, q.loc), q.scale));

function divergence(scale: Tensor, other: Tensor, d: Tensor): Tensor {
  const r = tf.div(scale, other);
  const logGamma = lgamma(tf.add(1, r));
  const ofScales = tf.add(tf.sub(logGamma, logRatio(scale, other)), tf.mul(EULER, tf.sub(r, 1)));
  return tf.add(excess(tf.sub(logGamma, d)), ofScales);
}

/** exp(e) − 1 − e, for e up to the largest number, where it is Infinity. */
const excess = (e: Tensor): Tensor => tf.sub(expm1(e), tf.minimum(e, 3e38));

/** A Weibull or exponential distribution as that of scale · E^(1/k), E standard exponential. */
const asWeibull = (d: Partial<With<"scale" | "concentration" | "rate">>): { scale: Tensor; k: Tensor } =>
  d.rate === undefined
    ? { scale: d.scale as Tensor, k: d.concentration as Tensor }
    : { scale: tf.div(1, d.rate), k: tf.scalar(1) };

/** KL between Weibull distributions, `exponential` among them: −log x is Gumbel with loc −log scale and scale 1/k. */
export const klWeibull: KlRule = (p, q) => {
  const own = asWeibull(p as never);
  const other = asWeibull(q as never);
  return divergence(other.k, own.k, tf.mul(other.k, logRatio(other.scale, own.scale)));
};

/** KL(p‖gumbel) = log s + z + exp e − H(p),   z = (E x − m)/s, e = log E exp(−(x − m)/s), q with loc m and scale s. */
const toGumbel = (e: Tensor, z: Tensor, p: HasEntropy, scale: Tensor): Tensor =>
  tf.sub(tf.add(tf.add(tf.log(scale), z), tf.exp(e)), p.entropy());

/** e = σ²/2s² − (loc − m)/s. */
export const klNormalGumbel: KlRule<With<"loc" | "scale"> & HasEntropy, With<"loc" | "scale">> = (p, q) => {
  const z = tf.div(tf.sub(p.loc, q.loc), q.scale);
  return toGumbel(tf.sub(tf.mul(0.5, tf.square(tf.div(p.scale, q.scale))), z), z, p, q.scale);
};

/** e = −log(1 − b²/s²) − (loc − m)/s; Infinity where b ≥ s. */
export const klLaplaceGumbel: KlRule<With<"loc" | "scale"> & HasEntropy, With<"loc" | "scale">> = (p, q) => {
  const z = tf.div(tf.sub(p.loc, q.loc), q.scale);
  const r = tf.div(p.scale, q.scale);
  const light = isLess(r, 1);
  const share = select(light, r, 0);
  const finite = toGumbel(tf.neg(tf.add(log1p(tf.neg(tf.square(share))), z)), z, p, q.scale);
  return select(light, finite, Infinity);
};

/** e = D(a, a + t) + (m − a/r)/s with t = a/(r s): −a log(1 + 1/(r s)) + m/s, without its cancellation. */
export const klGammaGumbel: KlRule<Distribution & HasEntropy & GammaLike, With<"loc" | "scale">> = (p, q) => {
  const { concentration: a, rate } = asGamma(p);
  const z = tf.div(tf.sub(tf.div(a, rate), q.loc), q.scale);
  const t = tf.div(tf.div(a, rate), q.scale);
  return toGumbel(tf.sub(poissonDeviance(a, tf.add(a, t)), z), z, p, q.scale);
};

/** e = log(sinh h / h) − (midpoint − m)/s,   h = (high − low)/2s. */
export const klUniformGumbel: KlRule<With<"low" | "high"> & HasEntropy, With<"loc" | "scale">> = (p, q) => {
  const centre = tf.mul(0.5, tf.add(tf.sub(p.low, q.loc), tf.sub(p.high, q.loc)));
  const z = tf.div(centre, q.scale);
  const half = tf.div(tf.mul(0.5, tf.sub(p.high, p.low)), q.scale);
  return toGumbel(tf.sub(logSinhc(half), z), z, p, q.scale);
};

/** e = log(πr / sin πr) − (loc − m)/s,   r = scale_p/s; Infinity where r ≥ 1. */
export const klLogisticGumbel: KlRule<With<"loc" | "scale"> & HasEntropy, With<"loc" | "scale">> = (p, q) => {
  const z = tf.div(tf.sub(p.loc, q.loc), q.scale);
  const r = tf.div(p.scale, q.scale);
  const heavy = isGreater(r, 0.9999999);
  // Γ(1 + r) Γ(1 − r) by lgamma: near r = 0 its logarithm is 0, and near 1 the second factor grows.
  const share = select(heavy, 0.5, r);
  const logMean = tf.add(lgamma(tf.add(1, share)), lgamma(tf.sub(1, share)));
  return select(heavy, Infinity, toGumbel(tf.sub(logMean, z), z, p, q.scale));
};
