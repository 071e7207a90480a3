import * as tf from "@tensorflow/tfjs-core";
import type { Distribution, HasMean } from "@variate/distributions";
import { formatShape, normalQuantile, tidy } from "@variate/math";
import type { LatentVariableModel } from "@variate/objectives";

/**
 * Decoded means over a grid in a two-dimensional latent space, as Figure 4 of AEVB.
 *
 *   z = (Φ⁻¹((j + ½)/n), Φ⁻¹((i + ½)/n)) for column j and row i, row 0 on top with the largest second latent
 *
 * Equal areas of the unit square are equal shares of the prior N(0, I).
 *
 * @param size - n, images to a side.
 * @returns [n, n, …data].
 * @throws If latents are not of shape [2].
 */
export function latentManifold(
  model: LatentVariableModel<never, Distribution, Distribution, Distribution & HasMean>,
  size: number,
): tf.Tensor {
  if (model.prior.eventShape.length !== 1 || model.prior.eventShape[0] !== 2) {
    throw new Error(`latentManifold: expected latents of shape [2]; got ${formatShape(model.prior.eventShape)}.`);
  }
  if (!Number.isInteger(size) || size < 1) {
    throw new Error(`latentManifold: expected size to be a whole number from 1 on; got ${size}.`);
  }
  return tidy(() => {
    const quantiles = normalQuantile(tf.div(tf.add(tf.range(0, size, 1, "float32"), 0.5), size));
    const across = tf.tile(tf.reshape(quantiles, [1, size]), [size, 1]);
    const down = tf.tile(tf.reshape(tf.reverse(quantiles, 0), [size, 1]), [1, size]);
    return model.likelihood(tf.stack([across, down], -1)).mean();
  });
}
