import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, isGreater, poissonDeviance, select } from "@variate/math";
import type { Distribution, HasEntropy, HasMean } from "../distribution.js";
import { chanceOf, type GivenOdds } from "../odds.js";
import { massDeviance } from "./massDeviance.js";
import type { KlRule, With } from "./table.js";

type Chances = Distribution & GivenOdds;

/**
 * KL(bernoulli‖bernoulli) = π_p (log π_p − log π_q) + (1 − π_p) (log(1 − π_p) − log(1 − π_q))
 *
 * as a sum of two deviances, neither negative. Infinity where q excludes a value that p gives; a value that p excludes
 * adds nothing.
 */
export const klBernoulli: KlRule<Chances, Chances> = (p, q) => {
  const [own, other] = [chanceOf(p), chanceOf(q)];
  return tf.add(massDeviance(own.logProbs(), other.logProbs()), massDeviance(own.logOthers(), other.logOthers()));
};

type Counts = Chances & With<"totalCount">;

/**
 * KL(binomial‖binomial) = n KL(bernoulli‖bernoulli) for one totalCount n; where the totals differ, Infinity if that of p is
 * larger, NaN if smaller: that divergence has no closed form.
 */
export const klBinomial: KlRule<Counts, Counts> = (p, q) => forTotal(p, q, tf.mul(p.totalCount, klBernoulli(p, q)));

/** A divergence for equal totals; where they differ, Infinity or NaN. */
export function forTotal(p: With<"totalCount">, q: With<"totalCount">, divergence: Tensor): Tensor {
  const differing = select(isGreater(p.totalCount, q.totalCount), Infinity, NaN);
  return select(isEqual(p.totalCount, q.totalCount), divergence, differing);
}

/** KL(geometric‖geometric) = KL(bernoulli‖bernoulli) / π_p: there are 1 / π_p trials on average. */
export const klGeometric: KlRule<Chances, Chances> = (p, q) => tf.div(klBernoulli(p, q), chanceOf(p).probs());

/**
 * KL(negativeBinomial‖negativeBinomial) = n KL(bernoulli‖bernoulli) / (1 − π_p) for one totalCount n; NaN where the totals
 * differ: that divergence has no closed form.
 */
export const klNegativeBinomial: KlRule<Counts, Counts> = (p, q) => {
  const divergence = tf.mul(p.totalCount, tf.div(klBernoulli(p, q), chanceOf(p).others()));
  return select(isEqual(p.totalCount, q.totalCount), divergence, NaN);
};

/** KL(bernoulli‖poisson) = rate − π log rate − H(π): the counts 0 and 1 have no factorial. */
export const klBernoulliPoisson: KlRule<Chances & HasMean & HasEntropy, With<"rate">> = (p, { rate }) =>
  tf.sub(tf.sub(rate, tf.mul(p.mean(), tf.log(rate))), p.entropy());

/** KL(poisson‖poisson) = D(rate_p, rate_q), the deviance. */
export const klPoisson: KlRule<With<"rate">, With<"rate">> = (p, q) => poissonDeviance(p.rate, q.rate);
