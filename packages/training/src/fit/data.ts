import * as tf from "@tensorflow/tfjs-core";
import type { RandomKey } from "@variate/random";

/** What one step sees: a tensor whose first axis counts examples, or named parts. */
export type Batch = tf.Tensor | { readonly [name: string]: Batch };

/** A data set of known size that shuffles itself. */
export interface Dataset<B = tf.Tensor> {
  readonly size: number;
  /**
   * One pass. With a key shuffled, and redrawn where the data set draws; without one in order.
   *
   * @param options.start - Number of batches to pass over; the others stay as they are without it.
   */
  batches(options: {
    readonly batchSize: number;
    readonly key?: RandomKey;
    readonly start?: number;
  }): Iterable<B> | AsyncIterable<B>;
}

/** Batches in any order of arrival. */
export type Batches<B> = Iterable<B> | AsyncIterable<B>;

/**
 * Where batches come from: a data set, batches that can be read again in each epoch, or a function of the epoch (from
 * 0) and its key.
 *
 * The batches of an array stay the caller's. All others belong to the reader, who frees each after its step.
 */
export type Data<B = tf.Tensor> = Dataset<B> | Batches<B> | ((epoch: number, key: RandomKey) => Batches<B>);

/** One pass over data, from batch `start` on. */
export interface Pass<B> {
  readonly batches: Batches<B>;
  /** Whether the reader frees the batches. */
  readonly owned: boolean;
  /** Number of batches the reader has to pass over itself. */
  readonly skip: number;
}

export interface PassOptions {
  readonly epoch: number;
  readonly batchSize: number;
  /** Shuffles and redraws; a data set without one is read in order. */
  readonly key: RandomKey;
  readonly inOrder?: boolean;
  readonly start?: number;
}

export function openPass<B>(data: Data<B>, { epoch, batchSize, key, inOrder = false, start = 0 }: PassOptions): Pass<B> {
  if (isDataset(data)) {
    const batches = data.batches({ batchSize, ...(inOrder ? {} : { key }), ...(start > 0 ? { start } : {}) });
    return { batches, owned: !Array.isArray(batches), skip: 0 };
  }
  const batches = typeof data === "function" ? data(epoch, key) : data;
  return { batches, owned: !Array.isArray(batches), skip: start };
}

/** The batches of a pass one by one, freed after use where the reader owns them. */
export async function* readPass<B>(pass: Pass<B>): AsyncGenerator<B, void> {
  let skip = pass.skip;
  for await (const batch of pass.batches) {
    try {
      if (skip > 0) skip--;
      else yield batch;
    } finally {
      if (pass.owned) tf.dispose(batch as tf.TensorContainer);
    }
  }
}

export function isDataset<B>(data: Data<B>): data is Dataset<B> {
  return typeof data === "object" && data !== null && "batches" in data && typeof data.batches === "function";
}

/** @throws If `data` is of no form that can be read. */
export function checkData(caller: string, data: unknown): void {
  const iterable = typeof data === "object" && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data);
  if (typeof data === "function" || iterable || isDataset(data as Data)) return;
  const got = data instanceof tf.Tensor ? `a tensor [${data.shape.join(", ")}]` : data === null ? "null" : typeof data;
  throw new Error(`${caller}: expected a data set, batches, or a function of the epoch that returns batches; got ${got}. One tensor is one batch: [tensor].`);
}

/** Number of examples, where it can be told without reading: NaN where not. */
export function sizeOf<B>(data: Data<B>): number {
  if (isDataset(data)) return data.size;
  if (!Array.isArray(data)) return NaN;
  return (data as Batch[]).reduce((total, batch) => total + examplesIn(batch), 0);
}

/** Number of batches in one pass, where it can be told: NaN where not. */
export function batchesIn<B>(data: Data<B>, batchSize: number): number {
  if (isDataset(data)) return Math.ceil(data.size / batchSize);
  return Array.isArray(data) ? data.length : NaN;
}

function examplesIn(batch: Batch): number {
  if (batch instanceof tf.Tensor) return batch.shape[0] ?? NaN;
  const [first] = Object.values(batch);
  return first === undefined ? NaN : examplesIn(first);
}
