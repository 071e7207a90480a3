import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select, tidy, withoutGradient } from "@variate/math";
import { integerInterval, type Bounded } from "../constraints.js";
import type { Distribution, HasEntropy, HasEnumerableSupport, HasMode } from "../distribution.js";
import { readValue } from "../values.js";
import { categoricalEntropy, drawClasses, expectedLogProbability, readWeights, type CategoricalParameters } from "./categoricalWeights.js";

export interface Categorical extends Distribution<Tensor, readonly []>, HasMode, HasEntropy, HasEnumerableSupport {
  readonly family: "categorical";
  readonly support: Bounded;
  /** Number of classes. */
  readonly classes: number;
  /** Log weights [...batch, classes], when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, classes], when the distribution was given by them. */
  readonly probs?: Tensor;
}

/**
 * Categorical distribution over the class indices 0 … K − 1.
 *
 *   log p(x) = logits[x] − logSumExp(logits) = log(probs[x] / Σ probs)
 *
 * Values are integers of any numeric dtype; what is no class has log probability −Infinity. An index has no mean;
 * `oneHotCategorical` has.
 *
 * `sample(key, s)` is the argmax over the last axis of `logits + gumbelDraws(key, [...s, ...batchShape, K])`, int32,
 * as `jax.random.categorical` draws.
 *
 * @param parameters - Exactly one of `probs`, weights of 0 or more, and `logits`, their logarithms; shape [...batch, K].
 *   Both are divided by their sum. A probability of 0 excludes its class.
 * @throws Unless exactly one is given, with a class axis.
 */
export function categorical(parameters: CategoricalParameters): Categorical {
  const { batchShape, classes, given, parameterConstraints } = readWeights("categorical", parameters);
  const shapes = { batchShape, eventShape: [] as const };
  const hot = (value: Tensor): Tensor => isEqual(tf.expandDims(value, -1), tf.range(0, classes));

  return {
    family: "categorical", ...shapes, support: integerInterval(0, classes - 1), parameterConstraints, classes, ...given,
    logProb: (value) =>
      tidy(() => {
        const picked = hot(readValue("categorical.logProb", value, shapes));
        const isClass = withoutGradient(() => tf.any(picked, -1));
        return select(isClass, expectedLogProbability(given, tf.cast(picked, "float32")), -Infinity);
      }),
    sample: (key, sampleShape = []) => tidy(() => drawClasses(given, key, [...sampleShape, ...batchShape, classes])),
    mode: () => tidy(() => withoutGradient(() => tf.argMax((given.logits ?? given.probs) as Tensor, -1))),
    entropy: () => tidy(() => categoricalEntropy(given)),
    enumerateSupport: () =>
      tidy(() => {
        const indices = tf.reshape(tf.range(0, classes, 1, "int32"), [classes, ...batchShape.map(() => 1)]);
        return tf.broadcastTo(indices, [classes, ...batchShape]);
      }),
  };
}
