import * as tf from "@tensorflow/tfjs-core";
import { PARALLEL } from "./elementwise.js";
import type { KernelArguments, NativeKernel } from "./register.js";
import { move, stridesOf } from "./words.js";

/** Words of a plane that a block turns, about. */
const BLOCK = 16_384;

/** x with its axes in another order. */
export function transposed(backend: KernelArguments["backend"], x: tf.TensorInfo, order: readonly number[]): tf.TensorInfo {
  const shape = order.map((axis) => x.shape[axis] as number);
  const size = tf.util.sizeFromShape(shape);
  const stride = tf.util.computeStrides(x.shape).concat(1);
  // Axes of the result that x walks through as through one are merged.
  const axes: { length: number; stride: number }[] = [];
  for (const axis of order.toReversed()) {
    const [length, step] = [x.shape[axis] as number, stride[axis] as number];
    if (length === 1) continue;
    const last = axes.at(-1);
    if (last !== undefined && step === last.stride * last.length) last.length *= length;
    else axes.push({ length, stride: step });
  }
  if (axes.length <= 1 && (axes[0]?.stride ?? 1) === 1) return backend.relabel(x, shape);
  const out = backend.output(shape, "float32");
  if (size === 0) return out;
  const [inner, ...outer] = axes as [{ length: number; stride: number }];
  const second = (outer as typeof axes)[0];
  if (inner.stride !== 1 && second !== undefined && second.stride === 1) {
    // A plane whose rows run along the other axis: by squares of four by four.
    const planes = size / (inner.length * second.length);
    const perBlock = Math.max(4, Math.floor(BLOCK / inner.length) & ~3);
    const bands = Math.ceil(second.length / perBlock);
    const rest = (outer as typeof axes).slice(1);
    backend.run(
      "transposePlanes",
      [backend.pointer(x), backend.pointer(out), inner.length, inner.stride, second.length, perBlock, rest.length, ...withOutStrides(rest, inner.length * second.length)],
      planes * bands, size >= PARALLEL,
    );
    return out;
  }
  const strides = stridesOf(shape);
  move(backend, backend.pointer(x), backend.pointer(out), order.map((axis, i) => ({ length: shape[i] as number, from: stride[axis] as number, to: strides[i] as number })));
  return out;
}

/** Length, stride in x and stride in the result of each axis, of which the result has `size` elements below the first. */
function withOutStrides(axes: readonly { length: number; stride: number }[], size: number): number[] {
  let step = size;
  return axes.flatMap(({ length, stride }) => {
    const words = [length, stride, step];
    step *= length;
    return words;
  });
}

const transpose: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  return backend.isFloat(x) ? transposed(backend, x, attrs["perm"] as number[]) : undefined;
};

export const transposeKernels: ReadonlyMap<string, NativeKernel> = new Map([["Transpose", transpose]]);
