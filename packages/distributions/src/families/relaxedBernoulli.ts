import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, log1p, logistic, select, smooth, softplus, tidy, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import { uniformDraws, type RandomKey } from "@variate/random";
import { continued } from "../continued.js";
import { openUnitInterval, positive, real, type Constraint } from "../constraints.js";
import type { HasCdf, HasQuantile, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { withOdds, type GivenOdds, type Odds } from "../odds.js";
import type { HasLogitDraws } from "./betaFormulas.js";
import { logOdds } from "./continuousBernoulli.js";

export type RelaxedBernoulliParameters = Odds & { readonly temperature: NumericInput };

export interface RelaxedBernoulli extends Reparameterized<Tensor, readonly []>, HasLogitDraws, HasCdf, HasQuantile {
  readonly family: "relaxedBernoulli";
  readonly temperature: Tensor;
  /** Log odds, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of 1, when the distribution was given by it. */
  readonly probs?: Tensor;
}

/** The constraints of a relaxed family with `probs` or `logits`. */
export const withTemperature = (family: string, parameters: Odds): Readonly<Record<"temperature", Constraint>> =>
  withOdds(family, parameters, { temperature: positive }, { probs: openUnitInterval, logits: real });

/**
 * Relaxed Bernoulli (binary Concrete) distribution over (0, 1): that of the logistic function of y = (logits + ε) / T,
 * with ε from the standard logistic distribution.
 *
 *   log p(x) = log T − log x − log(1 − x) − softplus(d) − softplus(−d),   d = T y − logits, y = log(x / (1 − x))
 *   F(x) = logistic(d)
 *
 * in nats. The moments have no closed form. As the temperature T falls to 0, draws approach Bernoulli draws with the same logits.
 *
 * With u = max(uniformDraws(key, [...s, ...batchShape]), 2⁻²⁴), `rsampleLogit(key, s)` is
 * `(logits + log u − log(1 − u)) / T`, and `rsample` its logistic function, held between 2⁻¹²⁶ and 1 − 2⁻²⁴: low
 * temperatures put much of the mass beyond, so use the log-odds there.
 *
 * @param parameters.temperature - T; positive.
 * @param parameters - Beside it exactly one of `probs` in (0, 1) and `logits`, log(probs / (1 − probs)), real. Both
 *   parameters broadcast to the batch shape; events are scalars.
 * @throws Unless exactly one of `probs` and `logits` is given, or if the parameters do not broadcast together.
 *
 * Reference: Maddison, Mnih and Teh (2017), "The Concrete distribution"; Jang, Gu and Poole (2017).
 */
export function relaxedBernoulli(parameters: RelaxedBernoulliParameters): RelaxedBernoulli {
  const constraints = withTemperature("relaxedBernoulli", parameters) as Readonly<Record<"temperature" | keyof GivenOdds, Constraint>>;
  return makeFamily(
    { family: "relaxedBernoulli", constraints, parameters: parameters as never, support: openUnitInterval },
    ({ temperature, ...given }, { batchShape }) => {
      const logits = (): Tensor => logOdds(given);
      const noiseOf = (x: Tensor): Tensor => noise(x, temperature, logits());
      const draws = (key: RandomKey, shape: number[]): Tensor => relaxedLogits(key, shape, temperature, logits());
      return {
        logProb: (x: Tensor) => {
          const inside = tf.logicalAnd(isGreater(x, 0), isLess(x, 1));
          const density = logDensity(select(inside, x, 0.5), temperature, logits());
          return select(inside, density, withoutGradient(() => atEnds(x, temperature, logits())));
        },
        rsample: (key: RandomKey, shape: number[]) => share(draws(key, shape)),
        rsampleLogit: (key: RandomKey, sampleShape: Shape = []) => tidy(() => draws(key, [...sampleShape, ...batchShape])),
        logitSample: (key: RandomKey, sampleShape: Shape = []) =>
          tidy(() => withoutGradient(() => draws(key, [...sampleShape, ...batchShape]))),
        cdf: (x: Tensor) => continued(x, 0, (v) => logistic(noiseOf(v)), 1),
        logCdf: (x: Tensor) => continued(x, -Infinity, (v) => tf.neg(softplus(tf.neg(noiseOf(v)))), 0),
        quantile: (p: Tensor) => logistic(tf.div(tf.add(logits(), tf.sub(tf.log(p), log1p(tf.neg(p)))), temperature)),
      };
    },
  ) as unknown as RelaxedBernoulli;
}

/** T y − logits for x in (0, 1). */
const noise = (x: Tensor, temperature: Tensor, logits: Tensor): Tensor =>
  tf.sub(tf.mul(temperature, tf.sub(tf.log(x), log1p(tf.neg(x)))), logits);

/** Its slope in x is (T − 1 + 2x − 2T logistic(d)) / (x (1 − x)), taken from the nearer end, where it may cancel. */
function logDensity(value: Tensor, temperature: Tensor, logits: Tensor): Tensor {
  const density = (x: Tensor, t: Tensor, l: Tensor): Tensor => {
    const d = noise(x, t, l);
    return tf.sub(tf.sub(tf.log(t), tf.add(tf.log(x), log1p(tf.neg(x)))), tf.add(softplus(d), softplus(tf.neg(d))));
  };
  return smooth("variate.relaxedBernoulliLogProb", { value, temperature, logits }, (own) => density(own.value, own.temperature, own.logits), ({ value: x, temperature: t, logits: l }) => {
    const d = noise(x, t, l);
    const y = tf.sub(1, x);
    const [below, above] = [logistic(d), logistic(tf.neg(d))];
    const nearZero = tf.add(tf.sub(t, 1), tf.mul(2, tf.sub(x, tf.mul(t, below))));
    const nearOne = tf.sub(tf.sub(1, t), tf.mul(2, tf.sub(y, tf.mul(t, above))));
    const tilt = tf.sub(above, below);
    const logitX = tf.sub(tf.log(x), log1p(tf.neg(x)));
    return {
      value: tf.div(tf.div(select(isLess(x, 0.5), nearZero, nearOne), x), y),
      temperature: tf.add(tf.div(1, t), tf.mul(logitX, tilt)),
      logits: tf.neg(tilt),
    };
  });
}

/** Log-odds of relaxed draws; a uniform draw of 0 stands for half a step of its 23 bits. */
export function relaxedLogits(key: RandomKey, shape: number[], temperature: Tensor, logits: Tensor): Tensor {
  const u = tf.maximum(uniformDraws(key, shape), 2 ** -24);
  return tf.div(tf.add(logits, tf.sub(tf.log(u), log1p(tf.neg(u)))), temperature);
}

/** The logistic function between the smallest normal float32 and the one next to 1. */
export const share = (logits: Tensor): Tensor => tf.minimum(tf.maximum(logistic(logits), 2 ** -126), 1 - 2 ** -24);

/** The limits of the density at 0 and 1: infinite, finite or 0 as the temperature is below, at or above 1. */
function atEnds(x: Tensor, temperature: Tensor, logits: Tensor): Tensor {
  const finite = select(tf.equal(x, 0), tf.neg(logits), logits);
  const limit = select(tf.equal(temperature, 1), finite, select(isLess(temperature, 1), Infinity, tf.fill(temperature.shape, -Infinity)));
  return select(tf.logicalOr(tf.equal(x, 0), tf.equal(x, 1)), limit, -Infinity);
}
