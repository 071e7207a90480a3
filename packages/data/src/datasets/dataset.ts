import type { Tensor } from "@tensorflow/tfjs-core";
import { permutationArray, splitKey, type RandomKey } from "@variate/random";

/** One batch: a tensor whose first axis counts examples, or named tensors that share that axis. */
export type Batch = Tensor | { readonly [name: string]: Tensor };

export interface BatchOptions {
  /** Examples in a batch; the last batch holds what is left. */
  readonly batchSize: number;
  /**
   * Shuffles, and redraws what is random, such as binarized pixels. Without it examples come in their own order, with
   * the draws that `gather` gives without a key.
   */
  readonly key?: RandomKey | undefined;
  /** Batches to skip. They cost nothing, and those that follow are the same as after iterating over them. */
  readonly start?: number | undefined;
}

/** Examples served in batches. */
export interface Dataset<B = Tensor> {
  /** Number of examples. */
  readonly size: number;
  /** Fresh tensors in each batch, which belong to the consumer. Can be iterated any number of times. */
  batches(options: BatchOptions): Iterable<B>;
}

/** A dataset whose examples can be had in any order. */
export interface IndexedDataset<B = Tensor> extends Dataset<B> {
  /**
   * The examples at `indices`, in that order, as fresh tensors. With a key, what is random about an example is drawn
   * from the key and the example's index alone: it does not depend on the batch it comes in.
   */
  gather(indices: ArrayLike<number>, key?: RandomKey): B;
}

/**
 * A dataset from a way to gather examples. Batch t of an epoch with key k is
 *
 *   [shuffle, redraw] = splitKey(k, 2)
 *   gather(permutationArray(shuffle, size)[t · batchSize … (t + 1) · batchSize], redraw)
 *
 * @throws From `batches`, if `batchSize` is no positive integer or `start` no non-negative one.
 */
export function indexedDataset<B>(source: Pick<IndexedDataset<B>, "size" | "gather">): IndexedDataset<B> {
  const { size, gather } = source;
  return {
    size,
    gather,
    batches: ({ batchSize, key, start = 0 }) => {
      if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
        throw new Error(`batches: expected batchSize as a positive integer; got ${batchSize}.`);
      }
      if (!Number.isSafeInteger(start) || start < 0) {
        throw new Error(`batches: expected start as a non-negative integer; got ${start}.`);
      }
      return {
        *[Symbol.iterator]() {
          const [shuffle, redraw] = key === undefined ? [] : splitKey(key, 2);
          const order = shuffle === undefined ? range(size) : permutationArray(shuffle, size);
          for (let from = start * batchSize; from < size; from += batchSize) {
            yield gather(order.subarray(from, from + batchSize), redraw);
          }
        },
      };
    },
  };
}

/** 0 … size − 1. */
export function range(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, i) => i);
}

/** Throws unless every index is an integer in [0, size). */
export function checkIndices(caller: string, indices: ArrayLike<number>, size: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (!(Number.isInteger(index) && index >= 0 && index < size)) {
      throw new RangeError(`${caller}: expected indices in [0, ${size}); got ${index}.`);
    }
  }
}
