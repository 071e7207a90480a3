import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { tidy, withoutGradient, xlogy, type NumericInput } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { boolean, real, unitInterval } from "../constraints.js";
import type { Distribution, HasEntropy, HasEnumerableSupport, HasMean, HasMode, HasVariance } from "../distribution.js";
import { exactlyOne, readParameters } from "../parameters.js";
import { readValue } from "../values.js";

/** Exactly one of the probability of 1 and its log odds. */
export type BernoulliParameters =
  | { readonly logits: NumericInput; readonly probs?: never }
  | { readonly probs: NumericInput; readonly logits?: never };

export interface Bernoulli
  extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasEnumerableSupport {
  readonly family: "bernoulli";
  /** Log odds, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of 1, when the distribution was given by it. */
  readonly probs?: Tensor;
}

const constraints = { logits: { logits: real }, probs: { probs: unitInterval } };

/**
 * Bernoulli distribution over {0, 1}.
 *
 *   log p(x) = x · logits − softplus(logits) = x log(probs) + (1 − x) log(1 − probs)
 *
 * The formula also scores values between 0 and 1, such as grey pixels, as the expected log probability of a pixel
 * that is 1 with probability x.
 *
 * `sample(key, s)` is 1 where `uniformDraws(key, [...s, ...batchShape]) < probs`.
 *
 * @param parameters - Exactly one of `probs`, the probability of 1, and `logits`, log(probs / (1 − probs)).
 *   Its shape is the batch shape; events are scalars.
 * @throws Unless exactly one of the two is given.
 */
export function bernoulli(parameters: BernoulliParameters): Bernoulli {
  const given = exactlyOne("bernoulli", ["probs", "logits"], parameters);
  return given === "logits" ? fromLogits(parameters.logits as NumericInput) : fromProbs(parameters.probs as NumericInput);
}

function fromLogits(input: NumericInput): Bernoulli {
  const { tensors, batchShape } = readParameters("bernoulli", constraints.logits, { logits: input });
  const { logits } = tensors;
  const shapes = { batchShape, eventShape: [] as const };
  return {
    family: "bernoulli", ...shapes, support: boolean, parameterConstraints: constraints.logits, logits,
    logProb: (value) =>
      tidy(() => tf.sub(tf.mul(readValue("bernoulli.logProb", value, shapes), logits), tf.softplus(logits))),
    sample: sampler(() => tf.sigmoid(logits), batchShape),
    mean: () => tf.sigmoid(logits),
    variance: () => tidy(() => tf.mul(tf.sigmoid(logits), tf.sigmoid(tf.neg(logits)))),
    mode: () => tidy(() => withoutGradient(() => tf.cast(tf.greater(logits, 0), "float32"))),
    // Even in logits; on the negative side both terms are small and keep their digits.
    entropy: () =>
      tidy(() => {
        const negative = tf.neg(tf.abs(logits));
        return tf.sub(tf.softplus(negative), tf.mul(negative, tf.sigmoid(negative)));
      }),
    enumerateSupport: enumerator(batchShape),
  };
}

function fromProbs(input: NumericInput): Bernoulli {
  const { tensors, batchShape } = readParameters("bernoulli", constraints.probs, { probs: input });
  const { probs } = tensors;
  const shapes = { batchShape, eventShape: [] as const };
  return {
    family: "bernoulli", ...shapes, support: boolean, parameterConstraints: constraints.probs, probs,
    logProb: (value) =>
      tidy(() => {
        const x = readValue("bernoulli.logProb", value, shapes);
        return tf.add(xlogy(x, probs), xlogy(tf.sub(1, x), tf.sub(1, probs)));
      }),
    sample: sampler(() => tf.clone(probs), batchShape),
    mean: () => tf.clone(probs),
    variance: () => tidy(() => tf.mul(probs, tf.sub(1, probs))),
    mode: () => tidy(() => withoutGradient(() => tf.cast(tf.greater(probs, 0.5), "float32"))),
    entropy: () =>
      tidy(() => {
        const others = tf.sub(1, probs);
        return tf.neg(tf.add(xlogy(probs, probs), xlogy(others, others)));
      }),
    enumerateSupport: enumerator(batchShape),
  };
}

function sampler(probs: () => Tensor, batchShape: number[]): Bernoulli["sample"] {
  return (key, sampleShape = []) =>
    tidy(() =>
      withoutGradient(() => tf.cast(tf.less(uniformDraws(key, [...sampleShape, ...batchShape]), probs()), "float32")),
    );
}

function enumerator(batchShape: number[]): () => Tensor {
  return () =>
    tidy(() => tf.broadcastTo(tf.reshape(tf.tensor1d([0, 1]), [2, ...batchShape.map(() => 1)]), [2, ...batchShape]));
}
