import { range } from "./dataset.js";
import { withPixels, type ImageDataset } from "./imageDataset.js";

/** One number for all pixels, or one for each pixel of an image. */
export interface PixelStatistics {
  readonly mean: number | Float32Array;
  readonly standardDeviation: number | Float32Array;
}

/**
 * Mean and standard deviation of the served pixels, without a key, in float64 sums: of all pixels together, or of each
 * place of the image with `{ perPixel: true }`, where a place that never varies gets standard deviation 1.
 *
 * @throws If the dataset is empty.
 */
export function pixelStatistics(dataset: ImageDataset, options: { readonly perPixel?: boolean } = {}): PixelStatistics {
  const { size } = dataset;
  if (size === 0) throw new Error("pixelStatistics: expected at least one image; got none.");
  const places = options.perPixel === true ? dataset.height * dataset.width * dataset.channels : 1;
  const sums = new Float64Array(places);
  const squares = new Float64Array(places);
  const shift = dataset.pixels([0]);
  const all = range(size);
  let count = 0;
  for (let from = 0; from < size; from += 1000) {
    const values = dataset.pixels(all.subarray(from, from + 1000));
    count += values.length / places;
    for (let i = 0; i < values.length; i++) {
      const place = i % places;
      // Sums of differences from the first image's value cancel less than sums of squares.
      const x = (values[i] as number) - (shift[place] as number);
      sums[place] = (sums[place] as number) + x;
      squares[place] = (squares[place] as number) + x * x;
    }
  }
  const mean = Float32Array.from(sums, (sum, place) => (shift[place] as number) + sum / count);
  const standardDeviation = Float32Array.from(squares, (square, place) => {
    const centred = (sums[place] as number) / count;
    return Math.sqrt(Math.max(0, square / count - centred * centred)) || 1;
  });
  return options.perPixel === true
    ? { mean, standardDeviation }
    : { mean: mean[0] as number, standardDeviation: standardDeviation[0] as number };
}

/**
 * Images rescaled for a likelihood on the real line: (x − mean) / standardDeviation. Take the statistics of the
 * training images for the test images too.
 *
 * Densities of rescaled pixels are densities of intensities times the product of the standard deviations: subtract the
 * sum of log standardDeviation over all pixels, in nats, from a log-likelihood to compare it with one of intensities.
 */
export function normalized(dataset: ImageDataset, statistics: PixelStatistics): ImageDataset {
  return withPixels(dataset, (indices, key) =>
    rescale(dataset.pixels(indices, key), statistics, (x, mean, deviation) => (x - mean) / deviation),
  );
}

/** The intensities of rescaled values, such as a decoder's output: x · standardDeviation + mean. */
export function denormalize(values: Float32Array, statistics: PixelStatistics): Float32Array {
  return rescale(Float32Array.from(values), statistics, (x, mean, deviation) => x * deviation + mean);
}

/** In place. */
function rescale(
  values: Float32Array,
  { mean, standardDeviation }: PixelStatistics,
  formula: (x: number, mean: number, deviation: number) => number,
): Float32Array {
  const means = typeof mean === "number" ? [mean] : mean;
  const deviations = typeof standardDeviation === "number" ? [standardDeviation] : standardDeviation;
  for (let i = 0; i < values.length; i++) {
    values[i] = formula(values[i] as number, means[i % means.length] as number, deviations[i % deviations.length] as number);
  }
  return values;
}
