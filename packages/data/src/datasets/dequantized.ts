import { foldIn, randomKey, uniformArray, type RandomKey } from "@variate/random";
import { checkIndices } from "./dataset.js";
import { withPixels, type ImageDataset } from "./imageDataset.js";

/**
 * Continuous images from bytes: (byte + u) / 256 with u uniform on [0, 1), drawn anew in each epoch, so that a density
 * fitted to them bounds the log-likelihood of the bytes: log P(bytes) ≥ E_u[log p(x)] − D log 256 nats for D pixels.
 *
 * The u of example i are `uniformDraws(foldIn(redraw, i), [D])`, where `redraw` is the key that `batches` or `gather`
 * is given, and `key` when it is given none.
 *
 * @throws If the images are not bytes.
 *
 * Reference: Theis, van den Oord and Bethge (2016), "A note on the evaluation of generative models", §3.1.
 */
export function dequantized(dataset: ImageDataset, key: RandomKey = randomKey(0)): ImageDataset {
  const { images, size, height, width, channels } = dataset;
  const pixelCount = height * width * channels;
  if (!(images instanceof Uint8Array)) throw new Error("dequantized: expected images of bytes; got floats.");
  return withPixels(dataset, (indices, redraw = key) => {
    checkIndices("gather", indices, size);
    const values = new Float32Array(indices.length * pixelCount);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i] as number;
      const noise = uniformArray(foldIn(redraw, index), [pixelCount]);
      for (let p = 0; p < pixelCount; p++) {
        // float32 would round 255 + u up to 256; the largest value kept is the float32 below 1.
        values[i * pixelCount + p] = Math.min(((images[index * pixelCount + p] as number) + (noise[p] as number)) / 256, BELOW_ONE);
      }
    }
    return values;
  });
}

const BELOW_ONE = 1 - 2 ** -24;
