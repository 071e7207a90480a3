import * as tf from "@tensorflow/tfjs-core";
import { BLOCK } from "./elementwise.js";
import type { KernelArguments, NativeKernel } from "./register.js";
import { worthSharing } from "./words.js";

type Backend = KernelArguments["backend"];

function isTruth(backend: Backend, x: tf.TensorInfo): boolean {
  return x.dtype === "bool" && backend.dataOf(x.dataId).storage === "bool";
}

function elementwise(backend: Backend, job: string, inputs: readonly tf.TensorInfo[], pointers: readonly number[]): tf.TensorInfo {
  const { shape } = inputs[0] as tf.TensorInfo;
  const out = backend.output(shape, "bool");
  const size = tf.util.sizeFromShape(shape);
  const blocks = Math.ceil(size / BLOCK);
  if (size > 0) backend.run(job, [...pointers, backend.pointer(out), size], blocks, worthSharing(size));
  return out;
}

/** Tensors of one shape; what broadcasts is tfjs's. */
function pairKernel(job: string): NativeKernel {
  return ({ inputs, backend }) => {
    const [a, b] = [inputs["a"], inputs["b"]] as [tf.TensorInfo, tf.TensorInfo];
    if (!isTruth(backend, a) || !isTruth(backend, b) || !tf.util.arraysEqual(a.shape, b.shape)) return undefined;
    return elementwise(backend, job, [a], [backend.pointer(a), backend.pointer(b)]);
  };
}

const not: NativeKernel = ({ inputs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  return isTruth(backend, x) ? elementwise(backend, "logicalNot", [x], [backend.pointer(x), 0]) : undefined;
};

function classKernel(job: string): NativeKernel {
  return ({ inputs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    return backend.isFloat(x) ? elementwise(backend, job, [x], [backend.pointer(x)]) : undefined;
  };
}

/** Over the last axes; others are tfjs's. */
function rowsKernel(any: boolean): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    const axes = tf.util.parseAxisParam(attrs["axis"] as number[], x.shape);
    const size = tf.util.sizeFromShape(x.shape);
    if (!isTruth(backend, x) || size === 0 || !tf.backend_util.axesAreInnerMostDims(axes, x.shape.length)) return undefined;
    const [kept, gone] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const out = backend.output(attrs["keepDims"] === true ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept, "bool");
    const [rows, length] = [tf.util.sizeFromShape(kept), tf.util.sizeFromShape(gone)];
    const perBlock = Math.max(1, Math.floor(BLOCK / length));
    const blocks = Math.ceil(rows / perBlock);
    backend.run("rowsAreTrue", [backend.pointer(x), backend.pointer(out), rows, length, perBlock, any ? 1 : 0], blocks, worthSharing(size));
    return out;
  };
}

export const truthKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["All", rowsKernel(false)],
  ["Any", rowsKernel(true)],
  ["IsFinite", classKernel("isFiniteNumber")],
  ["IsInf", classKernel("isInfiniteNumber")],
  ["IsNan", classKernel("isNotANumber")],
  ["LogicalAnd", pairKernel("logicalAnd")],
  ["LogicalNot", not],
  ["LogicalOr", pairKernel("logicalOr")],
]);
