import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isGreater, isGreaterEqual, isLess, log1mexp, select, withoutGradient } from "@variate/math";
import { exponentialDraws } from "@variate/random";
import { nonNegativeInteger } from "../constraints.js";
import { isCount } from "../countMass.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { integerQuantile } from "../integerQuantile.js";
import { chanceOf, withOdds, type GivenOdds, type Odds } from "../odds.js";
import { weightedDifference } from "../weightedDifference.js";

/** What a larger draw, or one that never ends, is taken for: log probabilities overflow above it. */
export const LARGEST = 2 ** 126;

/** Exactly one of the probability of success and its log odds. */
export type GeometricParameters = Odds;

export interface Geometric extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "geometric";
  /** Log odds of success, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of success, when the distribution was given by it. */
  readonly probs?: Tensor;
}

/**
 * Geometric distribution over the whole numbers: failures before the first success.
 *
 *   log p(x) = x log(1 − p) + log p,   cdf = 1 − (1 − p)^(⌊x⌋ + 1)
 *   mean = (1 − p) / p,   variance = (1 − p) / p²,   mode = 0
 *   entropy = −log p − (1 − p) / p · log(1 − p), in nats
 *
 * `sample(key, s)` is `⌊exponentialDraws(key, [...s, ...batchShape]) / −log(1 − p)⌋`, at most
 * 2¹²⁶. The quantile is the smallest count
 * whose cdf reaches its argument to 3e-7.
 *
 * @param parameters - Exactly one of `probs`, the probability p of success, and `logits`, log(p / (1 − p)).
 *   Its shape is the batch shape; events are scalars. A p of 0 never succeeds: its mean is Infinity.
 * @throws Unless exactly one of the two is given.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §5.2.
 */
export function geometric(parameters: GeometricParameters): Geometric {
  const constraints = withOdds("geometric", parameters, {});
  return makeFamily({ family: "geometric", constraints, parameters, support: nonNegativeInteger }, (given: GivenOdds, { batchShape }) => {
    const { probs, others, logProbs, logOthers } = chanceOf(given);
    // The odds of failure; dividing by p once more gives the variance, where p² would underflow.
    const mean = (): Tensor => (given.logits !== undefined ? tf.exp(tf.neg(given.logits)) : tf.div(others(), probs()));
    const logSurvival = (x: Tensor): Tensor => {
      const trials = withoutGradient(() => tf.add(1, tf.floor(tf.maximum(x, 0))));
      return tf.mul(trials, logOthers());
    };
    const cdf = (x: Tensor): Tensor => select(isGreaterEqual(x, 0), tf.neg(expm1(logSurvival(x))), 0);
    return {
      logProb: (x) => {
        const legal = isCount(x);
        const failures = select(legal, x, 0);
        const none = withoutGradient(() => tf.equal(failures, 0));
        const log = logOthers();
        // Where success is certain log(1 − p) is −∞, and 0 times that is 0.
        const excluded = withoutGradient(() => tf.logicalAnd(none, tf.equal(log, -Infinity)));
        const score = tf.add(tf.mul(failures, select(excluded, 0, log)), logProbs());
        return select(legal, score, -Infinity);
      },
      sample: (key, shape) => tf.minimum(tf.floor(tf.div(exponentialDraws(key, shape), tf.neg(logOthers()))), LARGEST),
      mean,
      variance: () => tf.div(mean(), probs()),
      mode: () => tf.zeros(batchShape),
      entropy: () => {
        const p = probs();
        const rare = isLess(p, 1e-30);
        // −(1 − p) log(1 − p) / p, which is 1 where p may underflow.
        const excess = tf.div(weightedDifference(logOthers(), tf.zerosLike(p)), select(rare, 1, p));
        return tf.neg(tf.add(logProbs(), select(rare, -1, excess)));
      },
      cdf,
      logCdf: (x) => {
        const survival = logSurvival(x);
        // Of a chance that may underflow in log(1 − p) = −p: log((⌊x⌋ + 1) p) then.
        const rare = isGreater(survival, -1e-30);
        const logTrials = tf.log(withoutGradient(() => tf.add(1, tf.floor(tf.maximum(x, 0)))));
        const log = select(rare, tf.add(logTrials, logProbs()), log1mexp(select(rare, -1, survival)));
        return select(isGreaterEqual(x, 0), log, -Infinity);
      },
      quantile: (p) => integerQuantile(p, batchShape, { low: 0, high: Infinity }, cdf),
    };
  });
}
