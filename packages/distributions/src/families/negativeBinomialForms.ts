import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactProduct, exactSum, isGreater, select } from "@variate/math";
import { risingRest } from "../countMass.js";
import { LARGEST } from "../float32.js";
import { expectedCounts, oddsSlope, roundedChance, shareOf, type GivenOdds, type RoundedChance } from "../odds.js";

/**
 * How a negative binomial distribution with r failures is given beside them: by odds of success, by the odds against it as
 * the rate of a gamma mixture of Poisson counts, or by the mean. Call the methods inside `tidy`.
 */
export interface NegativeBinomialForm {
  readonly name: "probs" | "logits" | "rate" | "mean";
  readonly parameter: Tensor;
  /** The mean over r. */
  odds(r: Tensor): Tensor;
  given(r: Tensor): GivenOdds;
  chance(parameter: Tensor, r: Tensor): RoundedChance;
  /** The slope of the log mass of x in the parameter. */
  slope(parameter: Tensor, x: Tensor, r: Tensor, chance: RoundedChance): Tensor;
  /** That in r, less log(1 − p), where it is not ψ(x + r) − ψ(r). */
  slopeOfCount?(parameter: Tensor, x: Tensor, r: Tensor, chance: RoundedChance): Tensor;
}

/** x − N p in `logits`, that over p (1 − p) in `probs`, N = x + r. */
export function byOdds(given: GivenOdds): NegativeBinomialForm {
  const { logits } = given;
  const name = logits !== undefined ? "logits" : "probs";
  const parameter = given[name] as Tensor;
  return {
    name, parameter,
    odds: () => (logits !== undefined ? tf.exp(logits) : tf.div(parameter, tf.sub(1, parameter))),
    given: () => given,
    chance: (own) => roundedChance({ [name]: own }),
    slope: (own, x, r, chance) => oddsSlope(x, r, { [name]: own }, expectedCounts(exactSum(x, r), chance)),
  };
}

/** r/b − (x + r)/(1 + b) in the rate b. */
export function byRate(rate: Tensor): NegativeBinomialForm {
  return {
    name: "rate", parameter: rate,
    odds: () => tf.div(1, rate),
    given: () => ({ logits: tf.neg(tf.log(rate)) }),
    chance: (b) => shareOf(tf.onesLike(b), b),
    slope: (b, x, r) => {
      const { value, error } = exactProduct(x, b);
      return tf.div(tf.div(tf.sub(tf.sub(r, value), error), b), tf.add(1, b));
    },
  };
}

/** (x/m − 1) r/(m + r) in the mean m, and (m − x)/(m + r) more in r. */
export function byMean(mean: Tensor): NegativeBinomialForm {
  return {
    name: "mean", parameter: mean,
    odds: (r) => tf.minimum(tf.div(mean, r), LARGEST),
    given: (r) => ({ logits: tf.sub(tf.log(mean), tf.log(r)) }),
    chance: shareOf,
    slope: (m, x, _, { others }) => tf.mul(tf.div(tf.sub(x, m), m), others.value),
    slopeOfCount: (m, x, r, { probs }) => {
      // For x > 0 the sum of 1/r, the first term of ψ(x + r) − ψ(r), and (m − x)/(m + r).
      const over = (count: Tensor): Tensor => tf.div(count, tf.add(m, r));
      const inverses = tf.add(over(tf.sub(m, tf.sub(x, 1))), tf.div(probs.value, r));
      return select(isGreater(x, 0), tf.add(risingRest(r, x), inverses), over(m));
    },
  };
}
