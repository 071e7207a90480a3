import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isGreater, isGreaterEqual, logRatio, poissonDeviance, select } from "@variate/math";
import type { Bounded } from "../constraints.js";
import type { Distribution, HasEntropy, HasMean, HasVariance } from "../distribution.js";
import { asGamma, gammaPrefactor } from "./gamma.js";
import { logMoments } from "./logMoments.js";
import { logMidpoint, meanLogOffset } from "./meanLog.js";
import { scaleTerm } from "./scaleTerm.js";
import type { KlRule, With } from "./table.js";

// Divergences to families whose log density has few terms, from the expectations of those terms under p.

type Summarized = Distribution & HasMean & HasVariance & HasEntropy;

/**
 * KL(p‖normal) = (Var p + (E p − loc)²) / (2 scale²) + log scale + ½ log 2π − H(p), for any p with these moments;
 * Infinity where they are infinite or do not exist.
 */
export const klToNormal: KlRule<Summarized, With<"loc" | "scale">> = (p, q) => {
  const z = tf.div(tf.sub(p.mean(), q.loc), q.scale);
  const spread = tf.div(tf.div(p.variance(), q.scale), q.scale);
  const second = tf.mul(0.5, tf.add(spread, tf.square(z)));
  return finiteOr(second, (s) => tf.sub(tf.add(s, tf.add(tf.log(q.scale), 0.5 * Math.log(2 * Math.PI))), p.entropy()));
};

/** f(x), Infinity where x is no finite number. */
function finiteOr(x: Tensor, f: (x: Tensor) => Tensor): Tensor {
  const finite = isBetween(x, -3e38, 3e38);
  return select(finite, f(select(finite, x, 0)), Infinity);
}

/** KL(p‖halfNormal): to the normal distribution around 0 with half the mass, hence less log 2. */
export const klToHalfNormal: KlRule<Summarized, With<"scale">> = (p, { scale }) =>
  tf.sub(klToNormal(p, { ...p, loc: tf.scalar(0), scale } as never), Math.LN2);

/** KL(p‖exponential) = rate E p − log rate − H(p), for p over positive numbers. */
export const klToExponential: KlRule<Distribution & HasMean & HasEntropy, With<"rate">> = (p, { rate }) =>
  finiteOr(p.mean(), (mean) => tf.sub(tf.sub(tf.mul(rate, mean), tf.log(rate)), p.entropy()));

/** KL(p‖continuousBernoulli) = −log q(E p) − H(p), for p over [0, 1]: its log density is linear. */
export const klToContinuousBernoulli: KlRule<Distribution & HasMean & HasEntropy> = (p, q) =>
  tf.neg(tf.add(q.logProb(p.mean()), p.entropy()));

/** KL(p‖uniform) = log(high − low) − H(p) where q's interval covers p's; Infinity elsewhere. */
export const klToUniform: KlRule<Distribution & HasEntropy, With<"low" | "high">> = (p, q) => {
  const { low, high } = { low: 0, high: 1, ...(p.support as Partial<Bounded>) };
  const covered = tf.logicalAnd(isGreaterEqual(low, q.low), isGreaterEqual(q.high, high));
  return select(covered, tf.sub(tf.log(tf.sub(q.high, q.low)), p.entropy()), Infinity);
};

/** KL(uniform‖uniform) = log((high_q − low_q) / (high_p − low_p)) where q's interval covers p's; Infinity elsewhere. */
export const klUniform: KlRule<With<"low" | "high">, With<"low" | "high">> = (p, q) => {
  const covered = tf.logicalAnd(isGreaterEqual(p.low, q.low), isGreaterEqual(q.high, p.high));
  return select(covered, logRatio(tf.sub(q.high, q.low), tf.sub(p.high, p.low)), Infinity);
};

/** KL(discreteUniform‖discreteUniform) = log(count_q / count_p) where q's interval covers p's; Infinity elsewhere. */
export const klDiscreteUniform: KlRule<With<"low" | "high">, With<"low" | "high">> = (p, q) => {
  const covered = tf.logicalAnd(isGreaterEqual(p.low, q.low), isGreaterEqual(q.high, p.high));
  const count = (d: With<"low" | "high">): Tensor => tf.add(1, tf.sub(d.high, d.low));
  return select(covered, logRatio(count(q), count(p)), Infinity);
};

/** A rule for uniform p with all of its interval in [least, most], Infinity elsewhere. */
const within = <Q extends Distribution>(least: number, most: number, rule: KlRule<With<"low" | "high">, Q>): KlRule<With<"low" | "high">, Q> => (p, q) => {
  const inside = tf.logicalAnd(isGreaterEqual(p.low, least), isGreaterEqual(most, p.high));
  const low = select(inside, p.low, 0);
  const high = select(inside, p.high, 1);
  const entropy = (): Tensor => tf.log(tf.sub(high, low));
  return select(inside, rule({ ...p, low, high, entropy, mean: () => tf.mul(0.5, tf.add(low, high)) } as never, q), Infinity);
};

export const klUniformExponential = /* @__PURE__ */ within(0, Infinity, klToExponential as never);
export const klUniformContinuousBernoulli = /* @__PURE__ */ within(0, 1, klToContinuousBernoulli as never);

/**
 * KL(uniform‖beta) = D(a, n m) + D(b, n (1 − m)) − (a − 1) c(t) − (b − 1) c(u) + log m(1 − m) − log(high − low) + …
 *
 * with m the midpoint, n = a + b, t and u half the width as shares of m and 1 − m, c = `meanLogOffset`; what is left out is
 * the normalizer beside the deviances.
 */
export const klUniformBeta = /* @__PURE__ */ within<With<"concentration1" | "concentration0">>(0, 1, (p, q) => {
  const [a, b] = [q.concentration1, q.concentration0];
  const n = tf.add(a, b);
  const lower = logMidpoint(p.low, p.high);
  const upper = logMidpoint(tf.sub(1, p.high), tf.sub(1, p.low));
  const half = (c: Tensor, { midpoint, share }: { readonly midpoint: Tensor; readonly share: Tensor }): Tensor =>
    tf.add(tf.sub(poissonDeviance(c, tf.mul(n, midpoint)), tf.mul(tf.sub(c, 1), meanLogOffset(share))), tf.add(tf.log(midpoint), gammaPrefactor(c)));
  return tf.sub(tf.sub(tf.add(half(a, lower), half(b, upper)), gammaPrefactor(n)), tf.log(tf.sub(p.high, p.low)));
});

/**
 * KL(p‖gamma) = D(α, r E x) + (α − 1) (log E x − E log x) + log E x + σ(α) − ½ log(α / 2π) − H(p),   q with α and r
 */
export const klToGamma: KlRule<Distribution & HasMean & HasEntropy> = (p, q) => {
  const { concentration, rate } = asGamma(q as never);
  const logs = logMoments(p);
  return finiteOr(p.mean(), (finite) => {
    const mean = select(isGreater(finite, 0), finite, 1);
    const gap = logs.gap?.() ?? tf.sub(tf.log(mean), logs.mean());
    const spread = tf.add(tf.mul(tf.sub(concentration, 1), gap), tf.log(mean));
    const terms = tf.add(poissonDeviance(concentration, tf.mul(rate, mean)), tf.add(spread, gammaPrefactor(concentration)));
    return tf.sub(terms, p.entropy());
  });
};

/** KL(p‖logNormal) = (Var log x + (E log x − loc)²) / (2 scale²) + log scale + ½ log 2π + E log x − H(p) */
export const klToLogNormal: KlRule<Distribution & HasEntropy, With<"loc" | "scale">> = (p, q) => {
  const { mean, variance } = logMoments(p);
  const entropy = (): Tensor => tf.sub(p.entropy(), mean());
  return klToNormal({ ...p, mean, variance, entropy } as never, q);
};

/** KL(uniform‖pareto) = (alpha + 1) E log x − log alpha − alpha log scale − log(high − low); Infinity where low < scale. */
export const klUniformPareto: KlRule<With<"low" | "high">, With<"scale" | "alpha">> = (p, { scale, alpha }) => {
  const inside = isGreaterEqual(p.low, scale);
  const low = select(inside, p.low, scale);
  const high = select(inside, p.high, tf.mul(2, scale));
  const { midpoint, share } = logMidpoint(low, high);
  const offset = meanLogOffset(share);
  const above = tf.add(logRatio(midpoint, scale), offset);
  const divergence = tf.sub(tf.add(tf.mul(alpha, above), offset), tf.add(tf.log(alpha), tf.log(tf.mul(2, share))));
  return select(inside, divergence, Infinity);
};

/** KL(pareto‖pareto) = alpha_q log(scale_p / scale_q) + D(1, alpha_q / alpha_p); Infinity where scale_p < scale_q. */
export const klPareto: KlRule<With<"scale" | "alpha">, With<"scale" | "alpha">> = (p, q) => {
  const inside = isGreaterEqual(p.scale, q.scale);
  const scale = select(inside, p.scale, q.scale);
  return select(inside, tf.add(tf.mul(q.alpha, logRatio(scale, q.scale)), scaleTerm(q.alpha, p.alpha)), Infinity);
};
