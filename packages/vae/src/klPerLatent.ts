import { klDivergence, type Distribution } from "@variate/distributions";
import { tidy } from "@variate/math";
import { eachBatch, type Batches } from "./batches.js";

/** A posterior or prior of independent latents, such as `independent(normal(…), 1)`. */
interface IndependentLatents extends Distribution {
  readonly base: Distribution;
}

/**
 * KL(q(z_j|x) ‖ p(z_j)) of each latent, averaged over a data set, in nats. Latents near zero are unused.
 *
 * @param batches - Freed here, but for those of an array.
 * @returns One number per latent, in row-major order.
 */
export async function klPerLatent<B>(
  model: { readonly prior: IndependentLatents; posterior(batch: B): IndependentLatents },
  batches: Batches<B>,
): Promise<Float64Array> {
  let sums: Float64Array | undefined;
  let examples = 0;
  for await (const batch of eachBatch(batches)) {
    const perLatent = tidy(() => klDivergence(model.posterior(batch).base, model.prior.base));
    const values = await perLatent.data();
    const batchSize = perLatent.shape[0] as number;
    perLatent.dispose();
    const latents = values.length / batchSize;
    sums ??= new Float64Array(latents);
    for (let i = 0; i < values.length; i++) (sums[i % latents] as number) += values[i] as number;
    examples += batchSize;
  }
  if (sums === undefined) throw new Error("klPerLatent: expected at least one example; got none.");
  return sums.map((sum) => sum / examples);
}
