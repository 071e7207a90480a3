import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, logRatio, poissonDeviance, select, stirlingRemainder } from "@variate/math";
import { concentrationTerm } from "./dirichletTerms.js";
import { logMidpoint, meanLogOffset } from "./meanLog.js";
import type { KlRule, With } from "./table.js";

/** A family that is a gamma distribution, or that of a power of one: by its own parameters. */
export type GammaLike = Partial<Readonly<Record<"concentration" | "rate" | "scale" | "df", Tensor>>> & { readonly family: string };

/** Concentration and rate of what is gamma: x itself, 1/x of `inverseGamma`, x² of `chi` and `halfNormal`. */
export function asGamma(d: GammaLike): { readonly concentration: Tensor; readonly rate: Tensor } {
  if (d.df !== undefined) return { concentration: tf.mul(0.5, d.df), rate: tf.scalar(0.5) };
  if (d.family === "halfNormal") return { concentration: tf.scalar(0.5), rate: tf.div(tf.div(0.5, d.scale as Tensor), d.scale as Tensor) };
  return { concentration: d.concentration ?? tf.scalar(1), rate: (d.rate ?? d.scale) as Tensor };
}

/**
 * KL(gamma‖gamma) = (a − b) ψ(a) − log Γ(a) + log Γ(b) + b log(r/s) + a (s − r)/r,   p with a, r and q with b, s
 *
 * evaluated as D(b, a s/r), with D the deviance, and the `concentrationTerm` of a and b. A bijection changes no
 * divergence, so it is that of all distributions that one power makes gamma: `exponential` and `chi2`, two of `chi`, two of
 * `inverseGamma`.
 */
export const klGamma: KlRule = (p, q) => {
  const own = asGamma(p as never);
  const other = asGamma(q as never);
  const [a, b] = [own.concentration, other.concentration];
  const ratio = tf.div(other.rate, own.rate);
  const lost = isLess(ratio, 1e-37);
  const mean = tf.mul(a, select(lost, 1, ratio));
  const huge = isGreater(mean, 3e38);
  const near = select(huge, Infinity, poissonDeviance(b, select(huge, 1, mean)));
  // Where the ratio underflows, by its logarithm.
  const far = tf.mul(b, tf.sub(tf.sub(logRatio(b, a), logRatio(other.rate, own.rate)), 1));
  return tf.add(select(lost, far, near), concentrationTerm(a, b));
};

/** −log of the gamma normalizer beside its deviance: σ(a) − ½ log(a / 2π). */
export const gammaPrefactor = (a: Tensor): Tensor =>
  tf.sub(stirlingRemainder(a), tf.mul(0.5, tf.log(tf.mul(a, 1 / (2 * Math.PI)))));

/**
 * KL(uniform‖gamma) = (1 − a) c − log 2t − ½ log(a / 2π) + σ(a) + D(a, s m),   q with a, s
 *
 * with m the midpoint, t = (high − low) / 2m, and c = E log x − log m: −E log q as `gammaLogProb` has it, so that neither
 * a narrow interval nor a large concentration subtracts large terms. Infinity where low < 0.
 */
export const klUniformGamma: KlRule<With<"low" | "high">> = ({ low, high }, q) => {
  const { concentration: a, rate } = asGamma(q as never);
  const outside = isLess(low, 0);
  // Where the answer is Infinity anyway, bounds at which nothing turns into NaN.
  const { midpoint, share } = logMidpoint(select(outside, 1, low), select(outside, 2, high));
  const spread = tf.sub(tf.mul(tf.sub(1, a), meanLogOffset(share)), tf.log(tf.mul(2, share)));
  const divergence = tf.add(tf.add(spread, gammaPrefactor(a)), poissonDeviance(a, tf.mul(rate, midpoint)));
  return select(outside, Infinity, divergence);
};
