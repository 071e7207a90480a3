import { bitDraws, foldIn, randomKey, type RandomKey } from "@variate/random";
import { range } from "./dataset.js";
import { imageDataset, withPixels, type ImageDataset } from "./imageDataset.js";

/** When pixels are drawn: anew in each epoch, or once for all. */
export type Binarization = "perEpoch" | "once";

/**
 * Images of 0 and 1, drawn with the pixels' intensities as probabilities: x ~ Bernoulli(intensity).
 *
 * - `"perEpoch"` draws from the key that `batches` or `gather` is given, and from `key` when it is given none.
 * - `"once"` draws all images from `key` now; they stay the same, and `images` holds them as bytes 0 and 255.
 *
 * The draws of example i are those of `bernoulliDraws(foldIn(redraw, i), intensities, [m])` for its m pixels strictly
 * between 0 and 1, in row-major order; pixels of 0 and 1 are certain and take no draw, which spares four fifths of
 * the work on digits. So an example's draw depends on the key and its index alone, not on the batch.
 *
 * @param key - `randomKey(0)` unless given.
 * @throws When an intensity outside [0, 1] is met.
 *
 * Reference: Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks", §5.
 */
export function binarized(dataset: ImageDataset, when: Binarization, key: RandomKey = randomKey(0)): ImageDataset {
  const pixels: ImageDataset["pixels"] = (indices, redraw = key) => {
    const values = dataset.pixels(indices);
    const width = indices.length === 0 ? 0 : values.length / indices.length;
    for (let i = 0; i < indices.length; i++) {
      binarize(values.subarray(i * width, (i + 1) * width), foldIn(redraw, indices[i] as number));
    }
    return values;
  };
  if (when === "perEpoch") return withPixels(dataset, pixels);
  if (when !== "once") throw new Error(`binarized: expected "perEpoch" or "once"; got ${JSON.stringify(when)}.`);

  const images = new Uint8Array(dataset.images.length);
  const width = dataset.height * dataset.width * dataset.channels;
  const all = range(dataset.size);
  for (let from = 0; from < dataset.size; from += 1000) {
    const drawn = pixels(all.subarray(from, from + 1000));
    for (let i = 0; i < drawn.length; i++) images[from * width + i] = 255 * (drawn[i] as number);
  }
  return imageDataset({ ...dataset, images });
}

/** Replaces intensities by draws, in place. */
function binarize(intensities: Float32Array, key: RandomKey): void {
  let uncertain = 0;
  for (let i = 0; i < intensities.length; i++) {
    const p = intensities[i] as number;
    if (!(p >= 0 && p <= 1)) throw new Error(`binarized: expected intensities in [0, 1]; got ${p}. Binarize before rescaling.`);
    if (p > 0 && p < 1) uncertain++;
  }
  if (uncertain === 0) return;
  const words = bitDraws(key, [uncertain]);
  let next = 0;
  for (let i = 0; i < intensities.length; i++) {
    const p = intensities[i] as number;
    // A uniform draw is the word's upper 23 bits over 2^23; scaling by a power of two is exact, so this is u < p.
    if (p > 0 && p < 1) intensities[i] = (words[next++] as number) >>> 9 < p * 2 ** 23 ? 1 : 0;
  }
}
