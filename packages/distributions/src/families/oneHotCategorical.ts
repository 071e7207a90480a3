import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";
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
import { makeFamily } from "../family.js";
import type { GivenOdds } from "../odds.js";
import {
  categoricalEntropy,
  classCount,
  drawClasses,
  expectedLogProbability,
  probabilities,
  withWeights,
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
 *   mean = p,   covariance = diag p − p pᵀ,   entropy = −Σ p log p, in nats;   p = probs / Σ probs
 *
 * `sample(key, s)` has its 1 where `categorical.sample(key, s)` of the same parameters points, float32.
 *
 * @param parameters - Exactly one of `probs`, weights of 0 or more, and `logits`, their logarithms; shape [...batch, K].
 *   Both are divided by their sum. A probability of 0 excludes its class.
 * @throws Unless exactly one is given, with a class axis.
 *
 * Reference: Murphy (2012), "Machine Learning: a Probabilistic Perspective", §2.3.2.
 */
export function oneHotCategorical(parameters: CategoricalParameters): OneHotCategorical {
  const constraints = withWeights("oneHotCategorical", parameters, {});
  const eventShape = (given: GivenOdds): readonly [number] => [classCount(given)];
  return makeFamily({ family: "oneHotCategorical", constraints, parameters, support: oneHot, eventShape }, (given: GivenOdds) => {
    const classes = classCount(given);
    // Not tf.oneHot, which on wasm fills float32 tensors with the bits of integers.
    const vectors = (indices: Tensor): Tensor =>
      withoutGradient(() => tf.cast(tf.equal(tf.expandDims(indices, -1), tf.range(0, classes, 1, "int32")), "float32"));
    return {
      logProb: (x) => expectedLogProbability(given, x),
      sample: (key, shape) => vectors(drawClasses(given, key, shape)),
      mean: () => probabilities(given),
      variance: () => {
        const p = probabilities(given);
        return tf.mul(p, tf.sub(1, p));
      },
      covariance: () => {
        const p = probabilities(given);
        const row = tf.expandDims(p, -2);
        return tf.sub(tf.mul(row, tf.eye(classes)), tf.mul(row, tf.expandDims(p, -1)));
      },
      mode: () => withoutGradient(() => vectors(tf.argMax((given.logits ?? given.probs) as Tensor, -1))),
      entropy: () => categoricalEntropy(given),
      enumerateSupport: () => tf.eye(classes),
    };
  });
}
