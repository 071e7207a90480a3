import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwisePair, isGreater, isLess, select, xlogy } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { boolean } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasEnumerableSupport, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { chanceOf, withOdds, type GivenOdds, type Odds } from "../odds.js";

/** Exactly one of the probability of 1 and its log odds. */
export type BernoulliParameters = Odds;

export interface Bernoulli
  extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile, HasEnumerableSupport {
  readonly family: "bernoulli";
  /** Log odds, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of 1, when the distribution was given by it. */
  readonly probs?: Tensor;
}

/**
 * Bernoulli distribution over {0, 1}.
 *
 *   log p(x) = x · logits − softplus(logits) = x log(probs) + (1 − x) log(1 − probs)
 *   mean = probs,   variance = probs (1 − probs),   log probabilities and entropy in nats
 *
 * The formula also scores values between 0 and 1, such as grey pixels, as the expected log probability of a pixel
 * that is 1 with probability x.
 *
 * `sample(key, s)` is 1 where `uniformDraws(key, [...s, ...batchShape]) < probs`.
 *
 * @param parameters - Exactly one of `probs`, the probability of 1, and `logits`, log(probs / (1 − probs)).
 *   Its shape is the batch shape; events are scalars.
 * @throws Unless exactly one of the two is given.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §3.1.
 */
export function bernoulli(parameters: BernoulliParameters): Bernoulli {
  const constraints = withOdds("bernoulli", parameters, {});
  return makeFamily({ family: "bernoulli", constraints, parameters, support: boolean }, (given: GivenOdds) => {
    const { logits, probs } = given;
    const chance = chanceOf(given);
    return {
      logProb: (x) => (logits !== undefined ? ofLogits(x, logits) : ofProbs(x, probs as Tensor)),
      sample: (key, shape) => indicator(isLess(uniformDraws(key, shape), chance.probs())),
      mean: chance.probs,
      variance: () => tf.mul(chance.probs(), chance.others()),
      mode: () => indicator(logits !== undefined ? isGreater(logits, 0) : isGreater(probs as Tensor, 0.5)),
      entropy: () => {
        if (logits === undefined) return tf.neg(ofProbs(probs as Tensor, probs as Tensor));
        // Even in logits; on the negative side both terms are small and keep their digits.
        const negative = tf.neg(tf.abs(logits));
        return tf.sub(tf.softplus(negative), tf.mul(negative, tf.sigmoid(negative)));
      },
      cdf: (x) => steps(x, 0, chance.others(), 1),
      logCdf: (x) => steps(x, -Infinity, chance.logOthers(), 0),
      quantile: (p) => indicator(isGreater(p, chance.others())),
      enumerateSupport: () => tf.tensor1d([0, 1]),
    };
  });
}

/** x · logits − softplus(logits): one kernel where the backend has it, and its gradient, the score x − σ(logits), another. */
const ofLogits = (x: Tensor, logits: Tensor): Tensor =>
  elementwisePair("variate.bernoulliLogProb", x, logits, (v, l) => tf.sub(tf.mul(v, l), tf.softplus(l)), (v, l) => [l, () => score(v, l)]);

const score = (x: Tensor, logits: Tensor): Tensor =>
  elementwisePair("variate.bernoulliScore", x, logits, (v, l) => tf.sub(v, tf.sigmoid(l)), (v, l) => [
    () => tf.onesLike(v),
    () => tf.neg(tf.mul(tf.sigmoid(l), tf.sigmoid(tf.neg(l)))),
  ]);

/** x log p + (1 − x) log(1 − p), where 0 log 0 = 0. */
const ofProbs = (x: Tensor, p: Tensor): Tensor => tf.add(xlogy(x, p), xlogy(tf.sub(1, x), tf.sub(1, p)));

/** A distribution function of {0, 1}. */
export const steps = (x: Tensor, below: number, atZero: Tensor, above: number): Tensor =>
  select(isLess(x, 0), below, select(isLess(x, 1), atZero, above));

const indicator = (mask: Tensor): Tensor => tf.cast(mask, "float32");
