import * as tf from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";
import type { Distribution, Value } from "@variate/distributions";

/**
 * A bound latent-variable model: p(x, z) = p(z) p(x|z) with an amortized posterior q(z|x).
 *
 * The members are distributions, built inside the loss so that gradients reach their parameters.
 */
export interface LatentVariableModel<
  B = tf.Tensor,
  Prior extends Distribution<Value> = Distribution,
  Posterior extends Distribution<Value> = Distribution,
  Likelihood extends Distribution<Value> = Distribution,
> {
  /** p(z), or p(z | batch) once bound to one. */
  readonly prior: Prior;
  /** q(z | x), one distribution per example: batchShape [batch]. */
  posterior(batch: B): Posterior;
  /** p(x | z) for z of shape [draws, batch, …latent]: batchShape [draws, batch]. */
  likelihood(z: tf.Tensor, batch?: B): Likelihood;
  /** What the likelihood scores. By default the batch itself, which then has to be a tensor. */
  observation?(batch: B): tf.Tensor;
}

/**
 * The observed part x of a batch.
 *
 * @throws If the batch is not a tensor and the model does not say which part is observed.
 */
export function observationOf<B>(
  caller: string,
  model: { observation?(batch: B): tf.Tensor },
  batch: B,
): tf.Tensor {
  if (model.observation !== undefined) return model.observation(batch);
  if (batch instanceof tf.Tensor) return batch;
  throw new Error(
    `${caller}: expected a batch that is a tensor; got an object with ${Object.keys(batch as object).join(", ")}. ` +
      "Give the model an observation(batch) that returns the observed part.",
  );
}

/** q(z | x) once more, with its parameters held fixed to every gradient. */
export function fixedPosterior<B, Q extends Distribution>(model: { posterior(batch: B): Q }, batch: B): Q {
  return withoutGradient(() => model.posterior(batch));
}
