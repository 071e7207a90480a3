import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select, withoutGradient } from "@variate/math";
import { integerInterval, type Bounded } from "../constraints.js";
import type { Distribution, HasEntropy, HasEnumerableSupport, HasMode } from "../distribution.js";
import { makeFamily } from "../family.js";
import type { GivenOdds } from "../odds.js";
import { categoricalEntropy, classCount, drawClasses, expectedLogProbability, withWeights, type CategoricalParameters } from "./categoricalWeights.js";

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
 *   entropy = −Σ p log p, in nats
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
 *
 * Reference: Murphy (2012), "Machine Learning: a Probabilistic Perspective", §2.3.2.
 */
export function categorical(parameters: CategoricalParameters): Categorical {
  const constraints = withWeights("categorical", parameters, {});
  const support = (given: GivenOdds): Bounded => integerInterval(0, classCount(given) - 1);
  return makeFamily({ family: "categorical", constraints, parameters, support }, (given: GivenOdds) => {
    const classes = classCount(given);
    return {
      classes,
      logProb: (x) => {
        const picked = isEqual(tf.expandDims(x, -1), tf.range(0, classes));
        const isClass = withoutGradient(() => tf.any(picked, -1));
        return select(isClass, expectedLogProbability(given, tf.cast(picked, "float32")), -Infinity);
      },
      sample: (key, shape) => drawClasses(given, key, [...shape, classes]),
      mode: () => withoutGradient(() => tf.argMax((given.logits ?? given.probs) as Tensor, -1)),
      entropy: () => categoricalEntropy(given),
      enumerateSupport: () => tf.range(0, classes, 1, "int32"),
    };
  }) as Categorical;
}
