import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy, withoutGradient } from "@variate/math";
import { oneHot } from "../constraints.js";
import type {
  Distribution,
  HasCovariance,
  HasEntropy,
  HasEnumerableSupport,
  HasMean,
  HasMode,
  HasVariance,
} from "../distribution.js";
import { readValue } from "../values.js";
import {
  categoricalEntropy,
  drawClasses,
  expectedLogProbability,
  probabilities,
  readWeights,
  type CategoricalParameters,
} from "./categoricalWeights.js";

export interface OneHotCategorical
  extends Distribution<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy, HasEnumerableSupport {
  readonly family: "oneHotCategorical";
  /** Log weights [...batch, classes], when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, classes], when the distribution was given by them. */
  readonly probs?: Tensor;
}

/**
 * Categorical distribution over one-hot vectors of length K.
 *
 *   log p(x) = Σ x · logits − logSumExp(logits) = Σ x log(probs / Σ probs)
 *
 * `sample(key, s)` has its 1 where `categorical.sample(key, s)` of the same parameters points, float32.
 *
 * @param parameters - Exactly one of `probs`, weights of 0 or more, and `logits`, their logarithms; shape [...batch, K].
 *   Both are divided by their sum. A probability of 0 excludes its class.
 * @throws Unless exactly one is given, with a class axis.
 */
export function oneHotCategorical(parameters: CategoricalParameters): OneHotCategorical {
  const { batchShape, classes, given, parameterConstraints } = readWeights("oneHotCategorical", parameters);
  const shapes = { batchShape, eventShape: [classes] as const };
  // Not tf.oneHot, which on wasm fills float32 tensors with the bits of integers.
  const vectors = (indices: Tensor): Tensor => tf.cast(tf.equal(tf.expandDims(indices, -1), tf.range(0, classes, 1, "int32")), "float32");

  return {
    family: "oneHotCategorical", ...shapes, support: oneHot, parameterConstraints, ...given,
    logProb: (value) =>
      tidy(() => expectedLogProbability(given, readValue("oneHotCategorical.logProb", value, shapes))),
    sample: (key, sampleShape = []) =>
      tidy(() => withoutGradient(() => vectors(drawClasses(given, key, [...sampleShape, ...batchShape, classes])))),
    mean: () => tidy(() => probabilities(given)),
    variance: () =>
      tidy(() => {
        const p = probabilities(given);
        return tf.mul(p, tf.sub(1, p));
      }),
    covariance: () =>
      tidy(() => {
        const p = probabilities(given);
        const row = tf.expandDims(p, -2);
        return tf.sub(tf.mul(row, tf.eye(classes)), tf.mul(row, tf.expandDims(p, -1)));
      }),
    mode: () => tidy(() => withoutGradient(() => vectors(tf.argMax((given.logits ?? given.probs) as Tensor, -1)))),
    entropy: () => tidy(() => categoricalEntropy(given)),
    enumerateSupport: () =>
      tidy(() => {
        const all = tf.reshape(tf.eye(classes), [classes, ...batchShape.map(() => 1), classes]);
        return tf.broadcastTo(all, [classes, ...batchShape, classes]);
      }),
  };
}
