import type * as tf from "@tensorflow/tfjs-core";
import { klDivergence, type Distribution } from "@variate/distributions";
import { dispose, tidy } from "@variate/math";

/** A posterior or prior of independent latents, such as `independent(normal(…), 1)`. */
interface IndependentLatents extends Distribution {
  readonly base: Distribution;
}

/**
 * KL(q(z_j|x) ‖ p(z_j)) of each latent, averaged over a data set, in nats. Latents near zero are unused.
 *
 * @param batches - Their tensors are freed here.
 * @returns One number per latent, in row-major order.
 */
export async function klPerLatent<B extends tf.TensorContainer>(
  model: { readonly prior: IndependentLatents; posterior(batch: B): IndependentLatents },
  batches: Iterable<B> | AsyncIterable<B>,
): Promise<Float64Array> {
  let sums: Float64Array | undefined;
  let examples = 0;
  for await (const batch of batches) {
    let perLatent: tf.Tensor | undefined;
    try {
      perLatent = tidy(() => klDivergence(model.posterior(batch).base, model.prior.base));
      const values = await perLatent.data();
      const batchSize = perLatent.shape[0] as number;
      const latents = values.length / batchSize;
      sums ??= new Float64Array(latents);
      for (let i = 0; i < values.length; i++) (sums[i % latents] as number) += values[i] as number;
      examples += batchSize;
    } finally {
      dispose([perLatent, batch]);
    }
  }
  if (sums === undefined) throw new Error("klPerLatent: expected at least one example; got none.");
  return sums.map((sum) => sum / examples);
}
