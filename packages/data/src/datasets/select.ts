import { permutationArray, type RandomKey } from "@variate/random";
import { checkIndices, indexedDataset, range, type IndexedDataset } from "./dataset.js";
import { isImageDataset, withPixels, type ImageDataset } from "./imageDataset.js";

/**
 * The examples at `indices`, in that order. An index may occur more than once. Random draws stay those of the whole
 * dataset: they go by the example's index there.
 *
 * @throws If an index is out of range.
 */
export function subset(dataset: ImageDataset, indices: ArrayLike<number>): ImageDataset;
export function subset<B>(dataset: IndexedDataset<B>, indices: ArrayLike<number>): IndexedDataset<B>;
export function subset<B>(dataset: IndexedDataset<B>, indices: ArrayLike<number>): IndexedDataset<B> | ImageDataset {
  checkIndices("subset", indices, dataset.size);
  const chosen = Int32Array.from(indices);
  const size = chosen.length;
  const original = (wanted: ArrayLike<number>): Int32Array => {
    checkIndices("gather", wanted, size);
    return Int32Array.from(wanted, (index) => chosen[index] as number);
  };
  if (!isImageDataset(dataset)) {
    return indexedDataset({ size, gather: (wanted, key) => dataset.gather(original(wanted), key) });
  }
  const { images, labels, factors } = dataset;
  const width = dataset.height * dataset.width * dataset.channels;
  const begin = chosen[0] ?? 0;
  const consecutive = chosen.every((index, i) => index === begin + i);
  return withPixels(
    {
      ...dataset,
      size,
      images: consecutive ? images.subarray(begin * width, (begin + size) * width) : rows(images, chosen, width),
      labels: labels && pick(labels, chosen),
      factors: factors && Object.fromEntries(Object.entries(factors).map(([name, values]) => [name, pick(values, chosen)])),
    },
    (wanted, key) => dataset.pixels(original(wanted), key),
  );
}

function pick<A extends Int32Array | Float32Array>(values: A, chosen: Int32Array): A {
  return rows(values, chosen, 1);
}

function rows<A extends Uint8Array | Int32Array | Float32Array>(values: A, chosen: Int32Array, width: number): A {
  const picked = new (values.constructor as new (length: number) => A)(chosen.length * width);
  chosen.forEach((index, i) => picked.set(values.subarray(index * width, (index + 1) * width), i * width));
  return picked;
}

/** Examples `begin` up to, not including, `end`; both count from the end when negative, as in `Array.slice`. */
export function slice(dataset: ImageDataset, begin: number, end?: number): ImageDataset;
export function slice<B>(dataset: IndexedDataset<B>, begin: number, end?: number): IndexedDataset<B>;
export function slice<B>(dataset: IndexedDataset<B>, begin: number, end?: number): IndexedDataset<B> {
  return subset(dataset, range(dataset.size).slice(begin, end));
}

/** The first `count` examples, or all if there are fewer. */
export function take(dataset: ImageDataset, count: number): ImageDataset;
export function take<B>(dataset: IndexedDataset<B>, count: number): IndexedDataset<B>;
export function take<B>(dataset: IndexedDataset<B>, count: number): IndexedDataset<B> {
  return slice(dataset, 0, Math.max(0, count));
}

/**
 * Disjoint parts of the given sizes: consecutive ones, or chosen at random with a key: the order is then
 * `permutationArray(key, size)`. Examples left over are dropped.
 *
 * @throws If the sizes are no non-negative integers or ask for more examples than there are.
 */
export function split(dataset: ImageDataset, sizes: readonly number[], key?: RandomKey): ImageDataset[];
export function split<B>(dataset: IndexedDataset<B>, sizes: readonly number[], key?: RandomKey): IndexedDataset<B>[];
export function split<B>(dataset: IndexedDataset<B>, sizes: readonly number[], key?: RandomKey): IndexedDataset<B>[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0) || total > dataset.size) {
    throw new Error(`split: expected sizes that are non-negative integers of sum at most ${dataset.size}; got ${sizes.join(", ")}.`);
  }
  const order = key === undefined ? range(dataset.size) : permutationArray(key, dataset.size);
  let begin = 0;
  return sizes.map((size) => subset(dataset, order.subarray(begin, (begin += size))));
}

/**
 * Two disjoint parts that make up the whole.
 *
 * @param options.test - Number of test examples if 1 or more, else their share, rounded.
 * @param options.key - Chooses at random; without it the test examples are the last ones.
 */
export function trainTestSplit(dataset: ImageDataset, options: SplitOptions): { train: ImageDataset; test: ImageDataset };
export function trainTestSplit<B>(dataset: IndexedDataset<B>, options: SplitOptions): { train: IndexedDataset<B>; test: IndexedDataset<B> };
export function trainTestSplit<B>(dataset: IndexedDataset<B>, options: SplitOptions): { train: IndexedDataset<B>; test: IndexedDataset<B> } {
  const { size } = dataset;
  const count = options.test < 1 ? Math.round(options.test * size) : options.test;
  if (!Number.isSafeInteger(count) || count < 0 || count > size) {
    throw new Error(`trainTestSplit: expected test as a share below 1 or at most ${size} examples; got ${options.test}.`);
  }
  const [train, test] = split(dataset, [size - count, count], options.key) as [IndexedDataset<B>, IndexedDataset<B>];
  return { train, test };
}

export interface SplitOptions {
  readonly test: number;
  readonly key?: RandomKey | undefined;
}
