import * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments, NativeKernel } from "./register.js";
import { transposed } from "./transpose.js";
import { worthSharing } from "./words.js";

type Backend = KernelArguments["backend"];

/** Elements that a block passes over, about. */
const BLOCK = 16_384;

/** Runs a job over axes that lie side by side: outer, those that it passes along, inner. */
function along(backend: Backend, job: string, x: tf.TensorInfo, out: tf.TensorInfo, axes: readonly number[], settings: readonly number[] = []): void {
  const [first, last] = [axes[0] as number, axes.at(-1) as number];
  const [outer, inner] = [tf.util.sizeFromShape(x.shape.slice(0, first)), tf.util.sizeFromShape(x.shape.slice(last + 1))];
  const size = tf.util.sizeFromShape(x.shape);
  if (size === 0) return;
  const count = size / outer / inner;
  const perBlock = Math.max(1, Math.floor(BLOCK / (inner === 1 ? count : 4 * count)));
  const blocks = Math.ceil((outer * Math.ceil(inner / 4)) / perBlock);
  backend.run(job, [backend.pointer(x), backend.pointer(out), outer, count, inner, perBlock, ...settings], blocks, worthSharing(size));
}

function extremumKernel(job: string): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    const axes = tf.util.parseAxisParam(attrs["axis"] as number, x.shape);
    // No numbers have no largest: tfjs's to define.
    if (!backend.isFloat(x) || axes.length !== 1 || tf.util.sizeFromShape(x.shape) === 0) return undefined;
    const out = backend.output(x.shape.filter((_, axis) => axis !== axes[0]), "int32");
    along(backend, job, x, out, axes);
    return out;
  };
}

function cumulativeKernel(job: string): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    if (!backend.isFloat(x) || x.shape.length === 0) return undefined;
    const axes = tf.util.parseAxisParam(attrs["axis"] as number, x.shape);
    const out = backend.output(x.shape, "float32");
    along(backend, job, x, out, axes, [attrs["exclusive"] === true ? 1 : 0, attrs["reverse"] === true ? 1 : 0]);
    return out;
  };
}

const prod: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  const axes = tf.util.parseAxisParam(attrs["axis"] as number[], x.shape).toSorted((p, q) => p - q);
  if (!backend.isFloat(x) || tf.util.sizeFromShape(x.shape) === 0 || axes.length === 0) return undefined;
  const [kept] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  const out = backend.output(attrs["keepDims"] === true ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept, "float32");
  if (axes.every((axis, i) => i === 0 || axis === (axes[i - 1] as number) + 1)) {
    along(backend, "product", x, out, axes, [0, 0]);
  } else {
    const arranged = transposed(backend, x, [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes));
    along(backend, "product", arranged, out, axes.map((_, i) => kept.length + i), [0, 0]);
    backend.disposeIntermediateTensorInfo(arranged);
  }
  return out;
};

export const scanKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["ArgMax", extremumKernel("argMax")],
  ["ArgMin", extremumKernel("argMin")],
  ["Cumprod", cumulativeKernel("cumulativeProduct")],
  ["Cumsum", cumulativeKernel("cumulativeSum")],
  ["Prod", prod],
]);
