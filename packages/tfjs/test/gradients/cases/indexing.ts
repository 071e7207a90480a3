import * as tf from "@tensorflow/tfjs-core";
import { one, values, type GradientCase } from "./case.js";

const ids = (data: number[], shape: number[] = [data.length]): tf.Tensor => tf.tensor(data, shape, "int32");

export const indexing: readonly GradientCase[] = [
  ...(
    [
      { shape: [4, 3], indices: [3, 0, 3], of: [3], axis: 0 },
      { shape: [2, 4, 3], indices: [1, 1, 2, 0], of: [2, 2], axis: 1 },
      { shape: [2, 4], indices: [1, 1, 2, 0], of: [4], axis: -1 },
      { shape: [2, 4, 3], indices: [3, 0, 1, 1], of: [2, 2], axis: 1, batchDims: 1 },
      { shape: [2, 3, 4], indices: [3, 0, 1, 1], of: [2, 2], axis: 2, batchDims: 1 },
      { shape: [2, 2, 3], indices: [2, 0, 1, 1], of: [2, 2, 1], axis: 2, batchDims: 2 },
      { shape: [3, 2], indices: [1], of: [], axis: -2 },
    ] as { shape: number[]; indices: number[]; of: number[]; axis: number; batchDims?: number }[]
  ).map(
    ({ shape, indices, of, axis, batchDims = 0 }): GradientCase => ({
      name: `gather from [${shape}] by indices of [${of}], axis ${axis}, ${batchDims} batch dimensions`,
      kernels: ["GatherV2"],
      inputs: () => [values(shape)],
      f: (x) => tf.square(tf.gather(x as tf.Tensor, ids(indices, of), axis, batchDims)),
    }),
  ),
  one("gather by indices on the tape", "GatherV2", (x) => tf.mul(tf.gather(x, tf.cast(tf.add(1, tf.sign(tf.slice(x, [0, 0], [1, 2]))), "int32"), 1), 2)),
  {
    name: "unsortedSegmentSum",
    kernels: ["UnsortedSegmentSum"],
    inputs: () => [values([4, 2])],
    f: (x) => tf.square(tf.unsortedSegmentSum(x as tf.Tensor, ids([2, 0, 2, 1]) as tf.Tensor1D, 4)),
  },
  {
    name: "unsortedSegmentSum that drops a segment below zero",
    kernels: ["UnsortedSegmentSum"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.unsortedSegmentSum(x as tf.Tensor, ids([1, -1, 0]) as tf.Tensor1D, 2)),
  },
  {
    name: "unsortedSegmentSum by segments on the tape",
    kernels: ["UnsortedSegmentSum"],
    inputs: () => [values([3, 2])],
    f: (x) =>
      tf.square(tf.unsortedSegmentSum(x as tf.Tensor, tf.cast(tf.greater(tf.sum(x as tf.Tensor, 1), 0), "int32") as tf.Tensor1D, 2)),
  },
  {
    name: "gatherND of elements",
    kernels: ["GatherNd"],
    inputs: () => [values([2, 3])],
    f: (x) => tf.square(tf.gatherND(x as tf.Tensor, ids([0, 1, 1, 2, 0, 1], [3, 2]))),
  },
  {
    name: "gatherND of rows",
    kernels: ["GatherNd"],
    inputs: () => [values([3, 2, 2])],
    f: (x) => tf.square(tf.gatherND(x as tf.Tensor, ids([2, 0, 2], [3, 1]))),
  },
  {
    name: "scatterND",
    kernels: ["ScatterNd"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.scatterND(ids([3, 0, 3], [3, 1]), x as tf.Tensor, [4, 2])),
  },
  {
    name: "tensorScatterUpdate",
    kernels: ["TensorScatterUpdate"],
    inputs: () => [values([4, 2]), values([2, 2], -1, 1, 9)],
    f: (x, updates) => tf.square(tf.tensorScatterUpdate(x as tf.Tensor, ids([3, 1], [2, 1]), updates as tf.Tensor)),
  },
  {
    name: "sparseToDense",
    kernels: ["SparseToDense"],
    inputs: () => [values([2]), tf.scalar(0.7)],
    f: (x, rest) => tf.square(tf.sparseToDense(ids([0, 1, 1, 2], [2, 2]), x as tf.Tensor, [2, 3], rest as tf.Scalar)),
  },
  {
    name: "sparseToDense of one value at several places of a vector",
    kernels: ["SparseToDense"],
    inputs: () => [tf.scalar(0.4), tf.scalar(0.7)],
    f: (x, rest) => tf.square(tf.sparseToDense(ids([0, 3]), x as tf.Tensor, [5], rest as tf.Scalar)),
  },
  one("topk, sorted", "TopK", (x) => tf.square(tf.topk(x, 2).values)),
  {
    name: "topk of a tensor of rank 3",
    kernels: ["TopK"],
    inputs: () => [values([2, 2, 4])],
    f: (x) => tf.topk(x as tf.Tensor, 3).values,
  },
  {
    name: "sparseSegmentSum",
    kernels: ["SparseSegmentSum"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.sparse.sparseSegmentSum(x as tf.Tensor, ids([2, 0, 2]) as tf.Tensor1D, ids([0, 0, 1]) as tf.Tensor1D)),
  },
  {
    name: "sparseSegmentMean",
    kernels: ["SparseSegmentMean"],
    inputs: () => [values([3, 2])],
    f: (x) => tf.square(tf.sparse.sparseSegmentMean(x as tf.Tensor, ids([2, 0, 2]) as tf.Tensor1D, ids([0, 0, 1]) as tf.Tensor1D)),
  },
  one("searchSorted", "SearchSorted", (x) => tf.add(x, tf.cast(tf.searchSorted(tf.tensor([[-0.5, 0, 0.5], [-0.5, 0, 0.5]]), x), "float32"))),
  one("oneHot", "OneHot", (x) => tf.mul(tf.reshape(x, [6, 1]), tf.oneHot(tf.reshape(tf.cast(tf.mul(x, 2), "int32"), [6]) as tf.Tensor1D, 3))),
  one("booleanMask by gather", "GatherV2", (x) => tf.square(tf.gather(tf.reshape(x, [6]), ids([0, 3])))),
];
