import { Slice, slice_util, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { values, wasmKernel } from "./backend.js";
import { runOriginal } from "./original.js";

/**
 * A block of the input. As shipped, every slice copies the whole input out of the backend first, whatever its own
 * size, and takes bounds outside the input.
 */
export const sliceConfig: KernelConfig = wasmKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(
  Slice,
  ({ inputs, attrs, backend }) => {
    const { x } = inputs;
    const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size) as [number[], number[]];
    slice_util.assertParamsValid(x as never, begin, size);
    if (x.dtype === "string") return runOriginal(backend, Slice, inputs, attrs);
    const out = backend.makeOutput(size, x.dtype);
    if (util.sizeFromShape(size) === 0) return out;
    const from = values(backend, x);
    const into = values(backend, out);
    const strides = [...util.computeStrides(x.shape), 1];
    const start = begin.reduce((sum, first, axis) => sum + first * (x.shape.length === 0 ? 0 : (strides[axis] as number)), 0);
    // Whole trailing axes are copied as one run, together with the last axis that is cut.
    let runAxis = size.length - 1;
    while (runAxis > 0 && size[runAxis] === x.shape[runAxis]) runAxis--;
    const run = util.sizeFromShape(size.slice(Math.max(0, runAxis)));
    let to = 0;
    for (const offset of rowOffsets(size.slice(0, Math.max(0, runAxis)), strides)) {
      const first = start + offset;
      if (run < SHORT) for (let i = 0; i < run; i++) into[to + i] = from[first + i] as number;
      else into.set(from.subarray(first, first + run), to);
      to += run;
    }
    return out;
  },
);

/** Below this a copy loop is done before a block copy has started. */
const SHORT = 32;

/** Where the rows of a block start in its source, in order. */
function* rowOffsets(shape: readonly number[], strides: readonly number[], axis = 0): Generator<number> {
  if (axis === shape.length) yield 0;
  else {
    for (let i = 0; i < (shape[axis] as number); i++) {
      for (const offset of rowOffsets(shape, strides, axis + 1)) yield i * (strides[axis] as number) + offset;
    }
  }
}
