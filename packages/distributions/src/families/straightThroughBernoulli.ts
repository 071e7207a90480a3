import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, logistic, softplus } from "@variate/math";
import { boolean } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { chanceOf, type GivenOdds } from "../odds.js";
import { straightThrough } from "../straightThrough.js";
import { steps } from "./bernoulli.js";
import { logOdds } from "./continuousBernoulli.js";
import { relaxedLogits, withTemperature, type RelaxedBernoulliParameters } from "./relaxedBernoulli.js";

export interface StraightThroughBernoulli
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf {
  readonly family: "straightThroughBernoulli";
  readonly temperature: Tensor;
  /** Log odds, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of 1, when the distribution was given by it. */
  readonly probs?: Tensor;
}

/**
 * Bernoulli distribution over {0, 1} whose draws carry the gradients of relaxed ones: the straight-through estimator,
 * biased, with a bias that falls and a variance that grows as the temperature falls.
 *
 *   log p(x) = x · logits − softplus(logits), in nats, as of `bernoulli`
 *
 * `rsample(key, s)` is 1 where `relaxedBernoulli.rsampleLogit(key, s)` of the same parameters is above 0, and has the
 * gradient of the logistic function of that.
 *
 * @param parameters.temperature - Positive; rules the gradients alone.
 * @param parameters - Beside it exactly one of `probs` in (0, 1) and `logits`, log(probs / (1 − probs)), real. Both
 *   parameters broadcast to the batch shape; events are scalars.
 * @throws Unless exactly one of `probs` and `logits` is given, or if the parameters do not broadcast together.
 *
 * Reference: Bengio, Léonard and Courville (2013); Jang, Gu and Poole (2017), §2.2.
 */
export function straightThroughBernoulli(parameters: RelaxedBernoulliParameters): StraightThroughBernoulli {
  const constraints = withTemperature("straightThroughBernoulli", parameters);
  return makeFamily(
    { family: "straightThroughBernoulli", constraints, parameters: parameters as never, support: boolean },
    ({ temperature, ...given }: { readonly temperature: Tensor } & GivenOdds) => {
      const chance = chanceOf(given);
      return {
        logProb: (x) => {
          const logits = logOdds(given);
          return tf.sub(tf.mul(x, logits), softplus(logits));
        },
        rsample: (key, shape) => {
          const y = relaxedLogits(key, shape, temperature, logOdds(given));
          return straightThrough(tf.cast(isGreater(y, 0), "float32"), logistic(y));
        },
        cdf: (x) => steps(x, 0, chance.others(), 1),
        logCdf: (x) => steps(x, -Infinity, chance.logOthers(), 0),
        mean: chance.probs,
        variance: () => tf.mul(chance.probs(), chance.others()),
        mode: () => tf.cast(isGreater(logOdds(given), 0), "float32"),
        entropy: () => {
          const negative = tf.neg(tf.abs(logOdds(given)));
          return tf.sub(softplus(negative), tf.mul(negative, logistic(negative)));
        },
      };
    },
  ) as unknown as StraightThroughBernoulli;
}
