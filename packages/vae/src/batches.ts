import * as tf from "@tensorflow/tfjs-core";

/** Batches in any order of arrival. */
export type Batches<B> = Iterable<B> | AsyncIterable<B>;

/**
 * The batches one by one, each freed after its use, also when the use fails. The batches of an array stay the caller's,
 * as in `fit`.
 */
export async function* eachBatch<B>(batches: Batches<B>): AsyncGenerator<B, void> {
  const owned = !Array.isArray(batches);
  for await (const batch of batches) {
    try {
      yield batch;
    } finally {
      if (owned) tf.dispose(batch as tf.TensorContainer);
    }
  }
}
