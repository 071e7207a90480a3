import * as tf from "@tensorflow/tfjs-core";
import { formatShape, shapeSize, type Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { checkIndices, indexedDataset, type IndexedDataset } from "./dataset.js";
import { pixelsToFloat } from "./pixels.js";

/** Images of one size, held in memory, with what is known about each. */
export interface ImageDataset extends IndexedDataset {
  /** Stored pixels, [size, height, width, channels] row-major: bytes, or intensities where they are floats. */
  readonly images: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** One class for each image. */
  readonly labels: Int32Array | undefined;
  /** Ground truth by the factor's name, one value for each image. */
  readonly factors: Readonly<Record<string, Float32Array>> | undefined;
  /** Shape of one example in a batch. */
  readonly exampleShape: Shape;
  /** The values of `gather`, row-major, on the host. */
  pixels(indices: ArrayLike<number>, key?: RandomKey): Float32Array;
}

export interface ImageDatasetParameters {
  readonly images: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  /** 1 unless given. */
  readonly channels?: number | undefined;
  readonly labels?: ArrayLike<number> | undefined;
  readonly factors?: Readonly<Record<string, Float32Array>> | undefined;
  /** `[height * width * channels]` unless given; `[height, width, channels]` suits convolutions. */
  readonly exampleShape?: Shape | undefined;
}

/**
 * A dataset of images in memory. Batches are float32, [batch, …exampleShape]; bytes are served as byte / 255, floats
 * as they are.
 *
 * @throws If pixels, labels, factors or `exampleShape` do not fit together.
 */
export function imageDataset(parameters: ImageDatasetParameters): ImageDataset {
  const { images, height, width, channels = 1, labels, factors } = parameters;
  const pixelCount = height * width * channels;
  const size = images.length / pixelCount;
  const exampleShape = parameters.exampleShape ?? [pixelCount];
  if (!Number.isInteger(size)) {
    throw new Error(`imageDataset: expected whole images of ${formatShape([height, width, channels])}; got ${images.length} pixels.`);
  }
  if (shapeSize(exampleShape) !== pixelCount) {
    throw new Error(`imageDataset: expected exampleShape of ${pixelCount} elements; got ${formatShape(exampleShape)}.`);
  }
  for (const [name, values] of Object.entries({ labels, ...factors })) {
    if (values !== undefined && values.length !== size) {
      throw new Error(`imageDataset: expected ${name} for ${size} images; got ${values.length}.`);
    }
  }
  const pixels = (indices: ArrayLike<number>): Float32Array => {
    checkIndices("gather", indices, size);
    const values = new Float32Array(indices.length * pixelCount);
    for (let i = 0; i < indices.length; i++) {
      const from = (indices[i] as number) * pixelCount;
      const stored = images.subarray(from, from + pixelCount);
      if (stored instanceof Uint8Array) pixelsToFloat(stored, values, i * pixelCount);
      else values.set(stored, i * pixelCount);
    }
    return values;
  };
  return withPixels(
    { size, images, height, width, channels, factors, exampleShape, labels: labels === undefined ? undefined : Int32Array.from(labels) },
    pixels,
  );
}

/** The images of `like`, served with other values: the base of everything that redraws or rescales pixels. */
export function withPixels(
  like: Omit<ImageDataset, "pixels" | "gather" | "batches">,
  pixels: ImageDataset["pixels"],
): ImageDataset {
  const { size, images, height, width, channels, labels, factors, exampleShape } = like;
  const gather = (indices: ArrayLike<number>, key?: RandomKey): tf.Tensor =>
    tf.tensor(pixels(indices, key), [indices.length, ...exampleShape], "float32");
  return { ...indexedDataset({ size, gather }), images, height, width, channels, labels, factors, exampleShape, pixels };
}

/** The same images served in another shape, such as `[28, 28, 1]`. */
export function withExampleShape(dataset: ImageDataset, exampleShape: Shape): ImageDataset {
  const pixelCount = dataset.height * dataset.width * dataset.channels;
  if (shapeSize(exampleShape) !== pixelCount) {
    throw new Error(`withExampleShape: expected a shape of ${pixelCount} elements; got ${formatShape(exampleShape)}.`);
  }
  return withPixels({ ...dataset, exampleShape }, dataset.pixels);
}

/** Whether a dataset holds images, so that what is derived from it can keep their sizes, labels and factors. */
export function isImageDataset(dataset: object): dataset is ImageDataset {
  return "pixels" in dataset && "images" in dataset;
}

/**
 * Images with their classes: batches `{ image: [batch, …exampleShape], label: [batch] int32 }`.
 *
 * @throws If the dataset has no labels.
 */
export function labelled(dataset: ImageDataset): IndexedDataset<{ image: tf.Tensor; label: tf.Tensor1D }> {
  const { size, labels } = dataset;
  if (labels === undefined) throw new Error("labelled: expected a dataset with labels; got one without.");
  const gather = (indices: ArrayLike<number>, key?: RandomKey): { image: tf.Tensor; label: tf.Tensor1D } => ({
    image: dataset.gather(indices, key),
    label: tf.tensor1d(Int32Array.from(indices, (index) => labels[index] as number), "int32"),
  });
  return indexedDataset({ size, gather });
}
