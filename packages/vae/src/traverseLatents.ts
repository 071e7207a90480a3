import * as tf from "@tensorflow/tfjs-core";
import { formatShape, tidy } from "@variate/math";
import type { ModelWithMeans } from "./reconstruct.js";

export interface TraverseLatentsOptions {
  /** Values that each latent takes in turn, in the prior's units. By default −3, −2, … 3. */
  readonly values?: readonly number[];
  /** Which latents to move; by default all, in order. */
  readonly latents?: readonly number[];
}

/**
 * Decoded means while one latent at a time is moved and the others stay at the example's posterior mean.
 *
 * @param batch - [batch, …data]; latents must be vectors.
 * @returns [batch, latents, values, …data].
 * @throws If latents are not vectors, or an index is not among them.
 */
export function traverseLatents<B>(model: ModelWithMeans<B>, batch: B, options: TraverseLatentsOptions = {}): tf.Tensor {
  return tidy(() => {
    const center = model.posterior(batch).mean();
    if (center.rank !== 2) {
      throw new Error(`traverseLatents: expected latents of shape [batch, n]; got ${formatShape(center.shape)}.`);
    }
    const [batchSize, dimensions] = center.shape as [number, number];
    const values = options.values ?? [-3, -2, -1, 0, 1, 2, 3];
    const latents = options.latents ?? Array.from({ length: dimensions }, (_, i) => i);
    for (const latent of latents) {
      if (!Number.isInteger(latent) || latent < 0 || latent >= dimensions) {
        throw new Error(`traverseLatents: expected latents from 0 to ${dimensions - 1}; got ${latent}.`);
      }
    }
    // moved[b, l, v, d] = values[v] where d is latent l, center[b, d] elsewhere.
    const isMoved = tf.reshape(tf.oneHot(tf.tensor1d([...latents], "int32"), dimensions), [1, latents.length, 1, dimensions]);
    const mask = tf.cast(isMoved, "float32");
    const column = tf.reshape(tf.tensor1d([...values]), [1, 1, values.length, 1]);
    const others = tf.mul(tf.reshape(center, [batchSize, 1, 1, dimensions]), tf.sub(1, mask));
    return model.likelihood(tf.add(others, tf.mul(mask, column))).mean();
  });
}
