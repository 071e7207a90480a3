import * as tf from "@tensorflow/tfjs-core";
import { defineGradient, zerosFor } from "./define.js";

/** Gradients of reading and writing by index: reading is undone by adding up, and adding up by reading. */
export const indexingGradients: readonly tf.GradConfig[] = [
  /**
   * Adds each slice of dy to the slice that it was read from.
   *
   * tfjs needs chained operations for batchDims = 1, knows no more than that, and fails when the indices depend on a
   * tensor of the tape.
   */
  defineGradient<{ axis: number; batchDims: number }, "x" | "indices">(
    tf.GatherV2,
    { inputs: ["x", "indices"] },
    (dy, { x, indices }, { axis, batchDims }) => ({
      x: () => {
        const at = tf.util.parseAxisParam(axis, x.shape)[0] as number;
        const batch = batchDims < 0 ? batchDims + indices.rank : batchDims;
        const batchSize = count(x.shape.slice(0, batch));
        const outer = count(x.shape.slice(batch, at));
        const size = x.shape[at] as number;
        const inner = count(x.shape.slice(at + 1));
        // dy is [batch, outer, reads, inner]; the sum runs over the first axis, so batch and reads come first.
        const parts = tf.transpose(tf.reshape(dy, [batchSize, outer, -1, inner]), [0, 2, 1, 3]);
        const segments = tf.add(
          tf.reshape(indices, [batchSize, -1]),
          tf.reshape(tf.range(0, batchSize * size, size, "int32"), [batchSize, 1]),
        );
        const sums = tf.unsortedSegmentSum(
          tf.reshape(parts, [-1, outer * inner]),
          tf.reshape(segments, [-1]) as tf.Tensor1D,
          batchSize * size,
        );
        return tf.reshape(tf.transpose(tf.reshape(sums, [batchSize, size, outer, inner]), [0, 2, 1, 3]), x.shape);
      },
      indices: () => zerosFor(indices),
    }),
  ),

  /** Reads where the sum was written; a segment below zero was dropped and gets nothing. */
  defineGradient<unknown, "segmentIds">(tf.UnsortedSegmentSum, { inputs: ["segmentIds"] }, (dy, { segmentIds }) => ({
    x: () => {
      const read = tf.gather(dy, tf.maximum(segmentIds, tf.scalar(0, "int32")));
      const written = tf.greaterEqual(segmentIds, tf.scalar(0, "int32"));
      return tf.where(tf.reshape(written, [...segmentIds.shape, ...Array.from({ length: read.rank - 1 }, () => 1)]), read, 0);
    },
    segmentIds: () => zerosFor(segmentIds),
  })),

  defineGradient<unknown, "params" | "indices">(tf.GatherNd, { inputs: ["params", "indices"] }, (dy, { params, indices }) => ({
    params: () => tf.scatterND(indices, dy, params.shape),
    indices: () => zerosFor(indices),
  })),

  defineGradient<unknown, "indices">(tf.ScatterNd, { inputs: ["indices"] }, (dy, { indices }) => ({
    indices: () => zerosFor(indices),
    updates: () => tf.gatherND(dy, indices),
  })),

  /** What was overwritten gets nothing. Of several writes to one place only one counts; which is not defined. */
  defineGradient<unknown, "indices" | "updates">(
    tf.TensorScatterUpdate,
    { inputs: ["indices", "updates"] },
    (dy, { indices, updates }) => ({
      tensor: () => tf.tensorScatterUpdate(dy, indices, zerosFor(updates)),
      indices: () => zerosFor(indices),
      updates: () => tf.gatherND(dy, indices),
    }),
  ),

  defineGradient<{ outputShape: number[] }, "sparseIndices" | "sparseValues">(
    tf.SparseToDense,
    { inputs: ["sparseIndices", "sparseValues"] },
    (dy, { sparseIndices, sparseValues }, { outputShape }) => {
      // One index may come as a scalar, and indices into a vector as a vector.
      const indices = () => tf.reshape(sparseIndices, sparseIndices.rank === 2 ? sparseIndices.shape : [-1, 1]);
      const atIndices = () => tf.gatherND(dy, indices());
      return {
        sparseIndices: () => zerosFor(sparseIndices),
        sparseValues: () => (sparseValues.rank === 0 ? tf.sum(atIndices()) : tf.reshape(atIndices(), sparseValues.shape)),
        defaultValue: () => {
          const set = tf.scatterND(indices(), tf.ones([indices().shape[0] as number]), outputShape);
          return tf.sum(tf.where(tf.greater(set, 0), 0, dy));
        },
      };
    },
  ),

  /** Writes the gradient of each of the k largest to where it was found in its row. The indices have none. */
  defineGradient<unknown, "x", "indices", tf.Tensor[]>(
    tf.TopK,
    { inputs: ["x"], outputs: [null, "indices"] },
    ([dy], { x, indices }) => ({
      x: () => {
        const columns = x.shape[x.rank - 1] as number;
        const rows = x.size / columns;
        const starts = tf.reshape(tf.range(0, x.size, columns, "int32"), [rows, 1]);
        const places = tf.reshape(tf.add(tf.reshape(indices, [rows, -1]), starts), [-1, 1]);
        return tf.reshape(tf.scatterND(places, tf.reshape(dy as tf.Tensor, [-1]), [x.size]), x.shape);
      },
    }),
  ),

  /** out[s] is the sum, or the mean, of the rows of data whose index has segment s. */
  ...[tf.SparseSegmentSum, tf.SparseSegmentMean].map((kernelName) =>
    defineGradient<unknown, "data" | "indices" | "segmentIds">(
      kernelName,
      { inputs: ["data", "indices", "segmentIds"] },
      (dy, { data, indices, segmentIds }) => ({
        data: () => {
          const segments = segmentIds as tf.Tensor1D;
          let share = dy;
          if (kernelName === tf.SparseSegmentMean) {
            const sizes = tf.unsortedSegmentSum(tf.ones([segments.size]), segments, dy.shape[0] as number);
            share = tf.div(dy, tf.reshape(tf.maximum(sizes, 1), [-1, ...dy.shape.slice(1).map(() => 1)]));
          }
          return tf.unsortedSegmentSum(tf.gather(share, segments), indices as tf.Tensor1D, data.shape[0] as number);
        },
        indices: () => zerosFor(indices),
        segmentIds: () => zerosFor(segmentIds),
      }),
    ),
  ),
];

function count(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
