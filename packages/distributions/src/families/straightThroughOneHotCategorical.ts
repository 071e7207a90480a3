import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";
import { oneHot } from "../constraints.js";
import type { HasEntropy, HasMean, HasMode, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import type { GivenOdds } from "../odds.js";
import { straightThrough } from "../straightThrough.js";
import { categoricalEntropy, classCount, logProbabilities, probabilities } from "./categoricalWeights.js";
import { relaxedLogShares, withTemperatureAndWeights, type RelaxedOneHotCategoricalParameters } from "./relaxedOneHotCategorical.js";

export interface StraightThroughOneHotCategorical
  extends Reparameterized<Tensor, readonly [number]>, HasMean, HasVariance, HasMode, HasEntropy {
  readonly family: "straightThroughOneHotCategorical";
  readonly temperature: Tensor;
  /** Log weights [...batch, classes], when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, classes], when the distribution was given by them. */
  readonly probs?: Tensor;
}

/**
 * Categorical distribution over one-hot vectors of length K whose draws carry the gradients of relaxed ones: the
 * straight-through Gumbel-softmax estimator, biased, with a bias that falls and a variance that grows as the temperature
 * falls.
 *
 *   log p(x) = Σ x · logits − logSumExp(logits), in nats, as of `oneHotCategorical`
 *
 * `rsample(key, s)` has its 1 where `relaxedOneHotCategorical.rsample(key, s)` of the same parameters is largest, which
 * is where `oneHotCategorical.sample(key, s)` has it, and the gradient of that relaxed draw.
 *
 * @param parameters.temperature - Positive; rules the gradients alone. Its shape broadcasts with the batch.
 * @param parameters - Beside it exactly one of `probs`, positive weights, and `logits`, their logarithms; shape
 *   [...batch, K].
 * @throws Unless exactly one of `probs` and `logits` is given, or if the parameters do not broadcast together.
 *
 * Reference: Bengio, Léonard and Courville (2013); Jang, Gu and Poole (2017), §2.2.
 */
export function straightThroughOneHotCategorical(parameters: RelaxedOneHotCategoricalParameters): StraightThroughOneHotCategorical {
  const constraints = withTemperatureAndWeights("straightThroughOneHotCategorical", parameters);
  const eventShape = (given: GivenOdds): readonly [number] => [classCount(given)];
  return makeFamily(
    { family: "straightThroughOneHotCategorical", constraints, parameters: parameters as never, support: oneHot, eventShape },
    ({ temperature, ...given }) => {
      const hot = (scores: Tensor): Tensor =>
        withoutGradient(() => {
          const classes = tf.range(0, classCount(given), 1, "int32");
          return tf.cast(tf.equal(tf.expandDims(tf.argMax(scores, -1), -1), classes), "float32");
        });
      return {
        // Not as of excluded classes: what reaches a relaxed draw is the log probability of every class.
        logProb: (x) => tf.sum(tf.mul(x, logProbabilities(given)), -1),
        rsample: (key, shape) => {
          const logs = relaxedLogShares(key, shape, temperature, given);
          return straightThrough(hot(logs), tf.exp(logs));
        },
        mean: () => probabilities(given),
        variance: () => {
          const p = probabilities(given);
          return tf.mul(p, tf.sub(1, p));
        },
        mode: () => hot((given.logits ?? given.probs) as Tensor),
        entropy: () => categoricalEntropy(given),
      };
    },
  ) as unknown as StraightThroughOneHotCategorical;
}
