import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, isGreater, isLess, logAddExp, select, type NumericInput } from "@variate/math";
import { splitKey, uniformDraws, type RandomKey } from "@variate/random";
import type { Distribution, HasCdf, HasMean, HasVariance, ParameterMap } from "../distribution.js";
import { makeFamily } from "../family.js";
import { chanceOf, withOdds, type GivenOdds, type Odds } from "../odds.js";
import { mapParametersOf, overBatch } from "./batch.js";
import { logSurvival } from "./intervals.js";

/** `base` in which some values are replaced by 0. */
export type ZeroInflated<D extends Distribution = Distribution> = Distribution<Tensor, readonly []> &
  (D extends HasMean ? HasMean : unknown) &
  (D extends HasMean & HasVariance ? HasVariance : unknown) &
  (D extends HasCdf ? HasCdf : unknown) & {
    readonly family: "zeroInflated";
    readonly base: D;
    /** Log odds of an extra zero, when given by them. */
    readonly logits?: Tensor;
    /** Probability of an extra zero, when given by it. */
    readonly probs?: Tensor;
  };

/**
 * A distribution of counts in which a value is 0 with probability π, whatever `base` says, and one of `base` otherwise:
 *
 *   P(0) = π + (1 − π) base(0),   P(x) = (1 − π) base(x),   in nats by logarithms
 *   mean = (1 − π) μ,   variance = (1 − π)(σ² + π μ²)
 *
 * `sample(key, s)` uses `[which, value] = splitKey(key, 2)`: 0 where `uniformDraws(which, [...s, ...batchShape]) < π`, the draw of
 * `base` with `value` elsewhere.
 *
 * @param base - A distribution of counts, such as `poisson` or `negativeBinomial`.
 * @param inflation.probs - π, the probability of an extra zero; or
 * @param inflation.logits - its log odds, log(π / (1 − π)). Exactly one of the two; it broadcasts with the batch of `base`.
 * @throws Unless exactly one is given and the shapes broadcast, or if `base` is continuous.
 *
 * Reference: Lambert (1992), "Zero-inflated Poisson regression".
 */
export function zeroInflated<D extends Distribution<Tensor, readonly []>>(base: D, inflation: Odds): ZeroInflated<D> {
  const constraints = withOdds("zeroInflated", inflation, {});
  if (!base.support.discrete) {
    throw new Error(`zeroInflated: expected a distribution of counts; got ${base.family}, which is continuous. Mix it with deterministic by mixture.`);
  }
  return makeFamily(
    { family: "zeroInflated", constraints, parameters: inflation as Record<string, NumericInput>, support: base.support, batchShape: base.batchShape },
    (given: GivenOdds, { batchShape }) => {
      const { probs, others, logProbs, logOthers } = chanceOf(given);
      const { mean, variance, cdf, logCdf } = base as unknown as Partial<HasMean & HasVariance & HasCdf>;
      return {
        base,
        logProb: (x: Tensor) => {
          const own = tf.add(logOthers(), base.logProb(x));
          return select(isEqual(x, 0), logAddExp(logProbs(), own), own);
        },
        sample: (key: RandomKey, shape: number[]) => {
          const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
          const draws = overBatch("zeroInflated", base, batchShape).sample(value, shape.slice(0, shape.length - batchShape.length));
          return tf.mul(draws, tf.cast(tf.greaterEqual(uniformDraws(which, shape), probs()), draws.dtype));
        },
        ...(mean === undefined ? {} : { mean: () => tf.mul(others(), mean()) }),
        ...(mean === undefined || variance === undefined
          ? {}
          : { variance: () => tf.mul(others(), tf.add(variance(), tf.mul(probs(), tf.square(mean())))) }),
        ...(cdf === undefined || logCdf === undefined
          ? {}
          : {
              cdf: (x: Tensor) => select(isLess(x, 0), 0, tf.add(probs(), tf.mul(others(), cdf(x)))),
              logCdf: (x: Tensor) => {
                const own = logCdf(x);
                const direct = logAddExp(logProbs(), tf.add(logOthers(), own));
                // In the upper half by what is left, which keeps its digits.
                const upper = isGreater(direct, -Math.LN2);
                const rest = tf.add(logOthers(), logSurvival(select(upper, own, -1)));
                return select(isLess(x, 0), -Infinity, select(upper, logSurvival(rest), direct));
              },
            }),
        mapParameters: (map: ParameterMap) => {
          const name = given.logits !== undefined ? "logits" : "probs";
          const mapped = { [name]: map(given[name] as Tensor, name, 0) } as unknown as Odds;
          return zeroInflated(mapParametersOf("zeroInflated", base, map, "base."), mapped);
        },
      };
    },
  ) as unknown as ZeroInflated<D>;
}
