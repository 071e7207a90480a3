import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, logSumExp, select, type NumericInput, type Shape } from "@variate/math";
import { splitKey, type RandomKey } from "@variate/random";
import type { Distribution, ParameterMap } from "../distribution.js";
import { drawClasses, logProbabilities, probabilities, type CategoricalParameters } from "../families/categoricalWeights.js";
import { finite } from "../float32.js";
import type { ImplicitDistribution } from "../implicitDraws.js";
import { integerQuantile } from "../integerQuantile.js";
import { numericalQuantile } from "../numericalQuantile.js";
import { logSurvival } from "./intervals.js";
import type { GivenOdds as Given } from "../odds.js";

/** log Σ wᵢ exp(scoreᵢ) over the last axis, for log weights and scores of the components there. Call it inside `tidy`. */
export function logMixture(given: Given, scores: Tensor): Tensor {
  return logSumExp(tf.add(logProbabilities(given), scores), -1);
}

/** log Σ wᵢ exp(scoreᵢ) of scores that are log cdfs, in the upper half by what is left, so that both tails keep their digits. */
export function logMixtureCdf(given: Given, scores: Tensor): Tensor {
  const direct = logMixture(given, scores);
  const upper = isGreater(direct, -Math.LN2);
  const rest = logMixture(given, logSurvival(select(tf.expandDims(upper, -1), scores, -1)));
  return select(upper, logSurvival(tf.minimum(rest, 0)), direct);
}

/** Σ wᵢ xᵢ over an axis of components that `eventRank` event axes follow. Call it inside `tidy`. */
export function weightedMean(given: Given, parts: Tensor, eventRank: number): Tensor {
  const weights = withEventAxes(probabilities(given), eventRank);
  // A component of weight 0 has no say, whatever its moments.
  return tf.sum(tf.mul(weights, select(isGreater(weights, 0), parts, 0)), parts.rank - eventRank - 1);
}

/** Variance by the law of total variance: within the components, and of their means. Call it inside `tidy`. */
export function mixtureVariance(given: Given, means: Tensor, variances: Tensor, eventRank: number): Tensor {
  const mean = tf.expandDims(weightedMean(given, means, eventRank), means.rank - eventRank - 1);
  return weightedMean(given, tf.add(variances, tf.square(tf.sub(means, mean))), eventRank);
}

/** Covariance of vectors by the law of total covariance. Call it inside `tidy`. */
export function mixtureCovariance(given: Given, means: Tensor, covariances: Tensor): Tensor {
  const mean = tf.expandDims(weightedMean(given, means, 1), means.rank - 2);
  const offset = tf.sub(means, mean);
  return weightedMean(given, tf.add(covariances, tf.mul(tf.expandDims(offset, -1), tf.expandDims(offset, -2))), 2);
}

interface MixtureFunctions extends ImplicitDistribution {
  cdf(x: Tensor): Tensor;
  readonly batchShape: Shape;
  readonly discrete: boolean;
}

/**
 * Quantiles of a mixture, by the components' at the same level along the last axis, between which they lie. Call it inside
 * `tidy`.
 */
export function mixtureQuantile(given: Given, p: Tensor, parts: Tensor, d: MixtureFunctions): Tensor {
  const used = isGreater(probabilities(given), 0);
  const low = tf.min(select(used, parts, Infinity), -1);
  const high = tf.max(select(used, parts, -Infinity), -1);
  if (d.discrete) return integerQuantile(p, d.batchShape, { low, high }, d.cdf);
  return numericalQuantile(p, d, { bracket: [finite(low), finite(high)], ends: [low, high] });
}

/** Draws by `[which, value] = splitKey(key, 2)`: a class by `which`, taken from draws of all components by `value`. Call it inside `tidy`. */
export function drawMixture(
  given: Given,
  key: RandomKey,
  batch: readonly number[],
  count: number,
  eventRank: number,
  components: (value: RandomKey) => Tensor,
): Tensor {
  const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
  const draws = components(value);
  const chosen = drawClasses(given, which, [...batch, count]);
  const hot = withEventAxes(tf.equal(tf.expandDims(chosen, -1), tf.range(0, count, 1, "int32")), eventRank);
  // Summing selects: one component is chosen, and the others, of whatever value, count as 0.
  const selected = select(hot, tf.cast(draws, "float32"), 0);
  return tf.cast(tf.sum(selected, selected.rank - eventRank - 1), draws.dtype);
}

function withEventAxes(x: Tensor, eventRank: number): Tensor {
  return tf.reshape(x, [...x.shape, ...Array.from({ length: eventRank }, () => 1)]);
}

/** The weights that `map` makes of those given, under the same name. */
export function mapWeights({ logits, probs }: Given, map: ParameterMap): CategoricalParameters {
  return logits !== undefined ? { logits: map(logits, "logits", 1) } : { probs: map(probs as Tensor, "probs", 1) };
}

/** A method by name of a distribution that is known to have it. */
export const methodOf = (d: Distribution, name: string) => (...given: readonly NumericInput[]): Tensor =>
  (d as unknown as Readonly<Record<string, (...own: readonly NumericInput[]) => Tensor>>)[name]!(...given);
