import type * as tf from "@tensorflow/tfjs-core";
import type { Distribution, HasMean } from "@variate/distributions";
import { tidy } from "@variate/math";
import type { LatentVariableModel } from "@variate/objectives";

/** A bound model whose posterior and likelihood have means: what can be looked at. */
export type ModelWithMeans<B = tf.Tensor> = LatentVariableModel<
  B,
  Distribution,
  Distribution & HasMean,
  Distribution & HasMean
>;

/**
 * The mean of p(x|z) at the posterior mean of each example: E[x | z = E_q[z|x]].
 *
 * @param batch - [batch, …data].
 * @returns [batch, …data]; pixel probabilities for a Bernoulli likelihood.
 */
export function reconstruct<B>(model: ModelWithMeans<B>, batch: B): tf.Tensor {
  return tidy(() => model.likelihood(model.posterior(batch).mean(), batch).mean());
}
