import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { besselIRatio, isLess, safeWhere } from "@variate/math";
import type { Distribution, HasEntropy, HasMode } from "../distribution.js";
import type { KlRule, With } from "./table.js";

type Directed = Distribution & HasEntropy & With<"loc" | "concentration">;
type VonMisesFisher = Directed & HasMode;

/** KL(p‖q) = H(q) − H(p) for q uniform over a set that holds the support of p. */
export const klToUniformSet: KlRule<Distribution & HasEntropy, Distribution & HasEntropy> = (p, q) => tf.sub(q.entropy(), p.entropy());

/**
 * KL(p‖vonMisesFisher) = κ (v + (1 − v) h) − log q(loc_q) − H(p),   h = ½ ‖loc_p − loc_q‖² = 1 − loc_p·loc_q
 *
 * with κ the concentration of q, and (1 − v) loc_p the mean of p.
 */
export const klToVonMisesFisher: KlRule<Distribution & HasEntropy, VonMisesFisher> = (p, q) => {
  const distance = meanDistance(p as Directed, q);
  return tf.sub(tf.sub(tf.mul(q.concentration, distance.whole), logPeak(q)), p.entropy());
};

/** KL(vonMisesFisher‖vonMisesFisher) = log p(loc_p) − log q(loc_q) + (κ_q − κ_p) v + κ_q (1 − v) h, which keeps its digits. */
export const klVonMisesFisher: KlRule<VonMisesFisher, VonMisesFisher> = (p, q) => {
  const { own, turned } = meanDistance(p, q);
  const peaks = tf.sub(logPeak(p), logPeak(q));
  return tf.add(tf.add(peaks, tf.mul(tf.sub(q.concentration, p.concentration), own)), tf.mul(q.concentration, turned));
};

const logPeak = (d: VonMisesFisher): Tensor => d.logProb(d.mode());

/** v, (1 − v) h and their sum, the mean of 1 − loc_q·x under p. */
function meanDistance(p: Directed, q: Directed): { readonly own: Tensor; readonly turned: Tensor; readonly whole: Tensor } {
  if (p.family === "sphericalUniform") return { own: tf.scalar(1), turned: tf.scalar(0), whole: tf.scalar(1) };
  const n = p.eventShape[0] as number;
  const k = p.concentration;
  const own = p.family === "powerSpherical" ? tf.div(n - 1, tf.add(k, n - 1)) : distanceOfVonMisesFisher(p as VonMisesFisher, n);
  const h = tf.mul(0.5, tf.sum(tf.square(tf.sub(p.loc, q.loc)), -1));
  const turned = tf.mul(tf.sub(1, own), h);
  return { own, turned, whole: tf.add(own, turned) };
}

/** 1 − I_{ν+1}(κ)/I_ν(κ); for large κ from the entropy, −log p(loc) + κ (1 − I_{ν+1}/I_ν), which does not lose its digits. */
function distanceOfVonMisesFisher(p: VonMisesFisher, n: number): Tensor {
  const small = isLess(p.concentration, n + 8);
  const far = tf.add(p.entropy(), logPeak(p));
  return safeWhere(small, p.concentration, (k) => tf.sub(1, besselIRatio(n / 2 - 1, k)), (k) => tf.div(far, k));
}
