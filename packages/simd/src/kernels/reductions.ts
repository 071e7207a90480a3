import * as tf from "@tensorflow/tfjs-core";
import { PARALLEL } from "./elementwise.js";
import type { KernelArguments, NativeKernel } from "./register.js";
import { transposed } from "./transpose.js";

/** Elements that a block reduces, about. */
const BLOCK = 16_384;

const REDUCTIONS: Readonly<Record<string, string>> = { Max: "reduceMax", Mean: "reduceSum", Min: "reduceMin", Sum: "reduceSum" };

/**
 * Reduces over any axes: seen as outer, reduced and inner axes where they lie side by side, after a transpose elsewhere.
 */
function reductionKernel(name: string, job: string): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    if (!backend.isFloat(x)) return undefined;
    const size = tf.util.sizeFromShape(x.shape);
    // Empty maxima are tfjs's to define.
    if (size === 0 && name !== "Sum") return undefined;
    const axes = tf.util.parseAxisParam((attrs["axis"] ?? attrs["reductionIndices"]) as number[], x.shape).toSorted((p, q) => p - q);
    const [kept, gone] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attrs["keepDims"] === true ? tf.backend_util.expandShapeToKeepDim(kept, axes) : kept;
    const count = tf.util.sizeFromShape(gone);
    const together = axes.every((axis, i) => i === 0 || axis === (axes[i - 1] as number) + 1);
    const arranged = together ? x : transposed(backend, x, [...x.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes));
    const inner = together ? tf.util.sizeFromShape(x.shape.slice((axes.at(-1) ?? x.shape.length - 1) + 1)) : 1;
    const out = backend.output(shape, "float32");
    reduce(backend, job, arranged, out, count, inner, name === "Mean" ? count : 1);
    if (arranged !== x) backend.disposeIntermediateTensorInfo(arranged);
    return out;
  };
}

/** Reduces `count` numbers that lie `inner` apart, for each of the inner ones and all that lies outside. */
export function reduce(backend: KernelArguments["backend"], job: string, x: tf.TensorInfo, out: tf.TensorInfo, count: number, inner: number, divisor: number): void {
  const results = tf.util.sizeFromShape(out.shape);
  if (results === 0) return;
  if (count === 0) {
    backend.run("fill", [backend.pointer(out), results, 0], Math.ceil(results / BLOCK), false);
    return;
  }
  const outer = results / inner;
  const units = inner === 1 ? outer : outer * Math.ceil(inner / 4);
  const perBlock = Math.max(1, Math.floor(BLOCK / (inner === 1 ? count : 4 * count)));
  backend.run(
    job, [backend.pointer(x), backend.pointer(out), outer, count, inner, perBlock, divisor],
    Math.ceil(units / perBlock), results * count >= PARALLEL,
  );
}

export const reductionKernels: ReadonlyMap<string, NativeKernel> = new Map(
  Object.entries(REDUCTIONS).map(([name, job]) => [name, reductionKernel(name, job)]),
);
