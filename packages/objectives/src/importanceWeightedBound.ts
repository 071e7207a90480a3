import * as tf from "@tensorflow/tfjs-core";
import { logMeanExp, tidy } from "@variate/math";
import { observationOf } from "./latentVariableModel.js";
import type { ReparameterizedModel } from "./models.js";
import type { ObjectiveContext, ObjectiveValue } from "./objective.js";
import { perDraw } from "./perDraw.js";

export interface ImportanceWeightedBoundOptions {
  /** K, the draws from q(z|x) for each example; 1 gives the ELBO. */
  readonly samples: number;
}

export type ImportanceWeightedBound = <B>(
  model: ReparameterizedModel<B>,
  batch: B,
  context: ObjectiveContext,
) => ObjectiveValue<"reconstruction" | "kl">;

/**
 * The importance-weighted bound of Burda, Grosse and Salakhutdinov, one value per example in nats.
 *
 *   log 1/K Σ_k w_k,   w_k = p(x|z_k) p(z_k) / q(z_k|x)
 *   z_k = `posterior(batch).rsample(key, [K])`, with the context's key unchanged
 *
 * It rises with K from the ELBO (K = 1) to log p(x). Gradients are pathwise.
 *
 * Terms: `reconstruction` and `kl`, the plain averages over the draws, each of shape [batch].
 *
 * @throws If `samples` is not a whole number from 1 on.
 *
 * Reference: Burda, Grosse and Salakhutdinov (2016), equation 8.
 */
export function importanceWeightedBound(options: ImportanceWeightedBoundOptions): ImportanceWeightedBound {
  const caller = "importanceWeightedBound";
  const { samples } = options;
  if (!Number.isInteger(samples) || samples < 1) {
    throw new Error(`${caller}: expected samples to be a whole number from 1 on; got ${samples}.`);
  }
  return (model, batch, context) =>
    tidy(() => {
      const posterior = model.posterior(batch);
      const z = posterior.rsample(context.key, [samples]);
      const x = observationOf(caller, model, batch);
      const reconstruction = perDraw(caller, "likelihood", model.likelihood(z, batch).logProb(x));
      const logRatio = tf.sub(perDraw(caller, "posterior", posterior.logProb(z)), perDraw(caller, "prior", model.prior.logProb(z)));
      return {
        bound: logMeanExp(tf.sub(reconstruction, logRatio), 0),
        terms: { reconstruction: tf.mean(reconstruction, 0), kl: tf.mean(logRatio, 0) },
      };
    });
}
