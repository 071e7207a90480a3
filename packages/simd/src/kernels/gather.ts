import * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments, NativeKernel } from "./register.js";
import { isWhole, isWords, type Words, worthSharing } from "./words.js";

type Backend = KernelArguments["backend"];

/** A tensor seen as batch by outer by the axis that is gathered from by inner. */
interface Axes {
  readonly batch: number;
  readonly outer: number;
  readonly dimension: number;
  readonly inner: number;
}

function gathered(backend: Backend, x: Words, indices: tf.TensorInfo, { batch, outer, dimension, inner }: Axes, shape: number[]): tf.TensorInfo {
  const out = backend.output(shape, x.dtype);
  const size = tf.util.sizeFromShape(shape);
  if (size === 0) return out;
  const rows = size / inner;
  const perBlock = Math.max(1, Math.floor(4096 / inner));
  const blocks = Math.ceil(rows / perBlock);
  backend.run(
    "gatherRows",
    [backend.pointer(x), backend.pointer(indices), backend.pointer(out), rows, perBlock, rows / (batch * outer), outer, dimension, inner],
    blocks, worthSharing(size),
  );
  return out;
}

const gather: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, indices] = [inputs["x"], inputs["indices"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!isWords(backend, x) || x.dtype === "bool" || !isWhole(backend, indices)) return undefined;
  const axis = tf.util.parseAxisParam(attrs["axis"] as number, x.shape)[0] as number;
  const dimension = x.shape[axis] as number;
  for (const index of backend.dataOf(indices.dataId).values as Int32Array) {
    if (index < 0 || index >= dimension) throw new Error(`GatherV2: the index value ${index} is not in [0, ${dimension - 1}]`);
  }
  const info = tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, (attrs["batchDims"] as number | undefined) ?? 0);
  return gathered(backend, x, indices, { batch: info.batchSize, outer: info.outerSize, dimension, inner: info.sliceSize }, info.outputShape);
};

/** The gradient of a gather. tfjs's own takes as many products as there are segments. */
const unsortedSegmentSum: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, segments] = [inputs["x"], inputs["segmentIds"]] as [tf.TensorInfo, tf.TensorInfo];
  const count = attrs["numSegments"] as number;
  if (!backend.isFloat(x) || !isWhole(backend, segments) || segments.shape.length !== 1 || x.shape[0] !== segments.shape[0]) return undefined;
  return segmentSums(backend, x, segments, count, x.shape[0] as number, [count, ...x.shape.slice(1)]);
};

/** x seen as so many rows, added up by segment. */
function segmentSums(backend: Backend, x: tf.TensorInfo, segments: tf.TensorInfo, count: number, rows: number, shape: number[]): tf.TensorInfo {
  const out = backend.output(shape, "float32");
  const inner = tf.util.sizeFromShape(shape) / count;
  if (!(count * inner > 0)) return out;
  // Every block reads all segments, so there are few.
  const perBlock = Math.ceil(count / 8);
  const blocks = Math.ceil(count / perBlock);
  backend.run(
    "sumSegments", [backend.pointer(x), backend.pointer(segments), backend.pointer(out), rows, inner, count, perBlock],
    blocks, worthSharing((rows + count) * inner),
  );
  return out;
}

/** The row that each index of several axes stands for, or undefined where one lies outside: then tfjs's error tells. */
function flatIndices(backend: Backend, indices: tf.TensorInfo, axes: number, strides: readonly number[], rows: number): tf.TensorInfo | undefined {
  const values = backend.dataOf(indices.dataId).values as Int32Array;
  const flat = new Int32Array(values.length / axes);
  for (let i = 0; i < flat.length; i++) {
    let row = 0;
    for (let j = 0; j < axes; j++) row += (values[i * axes + j] as number) * (strides[j] as number);
    if (row < 0 || row >= rows) return undefined;
    flat[i] = row;
  }
  return backend.makeTensorInfo([flat.length], "int32", flat);
}

const gatherNd: NativeKernel = ({ inputs, backend }) => {
  const [x, indices] = [inputs["params"], inputs["indices"]] as [tf.TensorInfo, tf.TensorInfo];
  const size = tf.util.sizeFromShape(x.shape);
  const axes = indices.shape.at(-1) ?? 0;
  if (!isWords(backend, x) || x.dtype === "bool" || !isWhole(backend, indices) || size * axes === 0) return undefined;
  const [shape, count, inner, strides] = tf.backend_util.prepareAndValidate(x, indices);
  if (count * inner === 0) return undefined;
  const flat = flatIndices(backend, indices, axes, strides, size / inner);
  if (flat === undefined) return undefined;
  const out = gathered(backend, x, flat, { batch: 1, outer: 1, dimension: size / inner, inner }, shape);
  backend.disposeIntermediateTensorInfo(flat);
  return out;
};

const scatterNd: NativeKernel = ({ inputs, attrs, backend }) => {
  const [indices, updates] = [inputs["indices"], inputs["updates"]] as [tf.TensorInfo, tf.TensorInfo];
  const shape = attrs["shape"] as number[];
  if (!backend.isFloat(updates) || !isWhole(backend, indices)) return undefined;
  const { sliceRank, numUpdates, sliceSize, strides, outputSize } = tf.backend_util.calculateShapes(updates, indices, shape);
  if (numUpdates * outputSize === 0 || tf.util.sizeFromShape(updates.shape) !== numUpdates * sliceSize) return undefined;
  const flat = flatIndices(backend, indices, sliceRank, strides, outputSize / sliceSize);
  if (flat === undefined) return undefined;
  const out = segmentSums(backend, updates, flat, outputSize / sliceSize, numUpdates, shape);
  backend.disposeIntermediateTensorInfo(flat);
  return out;
};

const oneHot: NativeKernel = ({ inputs, attrs, backend }) => {
  const indices = inputs["indices"] as tf.TensorInfo;
  const { dtype, depth, onValue, offValue } = attrs as { dtype: string; depth: number; onValue: number; offValue: number };
  if (!isWhole(backend, indices) || (dtype !== "float32" && dtype !== "int32")) return undefined;
  const rows = tf.util.sizeFromShape(indices.shape);
  const out = backend.output([...indices.shape, depth], dtype);
  if (rows * depth === 0) return out;
  const perBlock = Math.max(1, Math.floor(16_384 / depth));
  const blocks = Math.ceil(rows / perBlock);
  const whole = dtype === "int32";
  backend.run(
    "oneHotRows", [backend.pointer(indices), backend.pointer(out), rows, depth, perBlock, whole ? offValue : 0, whole ? onValue : 0],
    blocks, worthSharing(rows * depth), whole ? undefined : { 5: offValue, 6: onValue },
  );
  return out;
};

export const gatherKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["GatherNd", gatherNd],
  ["GatherV2", gather],
  ["OneHot", oneHot],
  ["ScatterNd", scatterNd],
  ["UnsortedSegmentSum", unsortedSegmentSum],
]);
