import { backend_util, Mean, Sum, Transpose, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { runKernel, values, wasmKernel, withShape, type WasmBackend } from "./backend.js";

interface Attributes {
  readonly axis: number | number[];
  readonly keepDims: boolean;
}

/**
 * Sum over any axes, every sum in float64 and rounded once.
 *
 * As shipped it is taken in float32 one by one: ten million times 0.1 gives 1,087,937.
 */
const sum = wasmKernel<{ x: TensorInfo }, Attributes>(Sum, ({ inputs, attrs, backend }) => {
  const { x } = inputs;
  return reduce(backend, x, attrs, x.dtype === "float32" ? "float32" : "int32", 1);
});

/** Mean over any axes, in float64 like `Sum`. */
const mean = wasmKernel<{ x: TensorInfo }, Attributes>(Mean, ({ inputs, attrs, backend }) => {
  const { x } = inputs;
  const axes = util.parseAxisParam(attrs.axis, x.shape);
  return reduce(backend, x, attrs, "float32", util.sizeFromShape(axes.map((axis) => x.shape[axis] as number)));
});

function reduce(backend: WasmBackend, x: TensorInfo, { axis, keepDims }: Attributes, dtype: "float32" | "int32", divisor: number): TensorInfo {
  const axes = util.parseAxisParam(axis, x.shape);
  const [outShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const out = backend.makeOutput(keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape, dtype);
  const { source, outer, reduced, inner } = asBlock(backend, x, axes);
  const from = values(backend, source);
  const into = values(backend, out);
  if (inner === 1) sumRows(from, into, outer, reduced, divisor);
  else sumColumns(from, into, outer, reduced, inner, divisor);
  if (source.dataId !== x.dataId) backend.disposeData(source.dataId);
  return out;
}

interface Block {
  readonly source: TensorInfo;
  readonly outer: number;
  readonly reduced: number;
  readonly inner: number;
}

/** The input as [outer, reduced, inner], transposed first if the reduced axes are not neighbours. */
function asBlock(backend: WasmBackend, x: TensorInfo, axes: readonly number[]): Block {
  const long = x.shape.map((size, axis) => ({ size, axis, reduced: axes.includes(axis) })).filter(({ size }) => size !== 1);
  const first = long.findIndex(({ reduced }) => reduced);
  const last = long.findLastIndex(({ reduced }) => reduced);
  const sizes = long.map(({ size }) => size);
  if (first < 0) return { source: x, outer: util.sizeFromShape(x.shape), reduced: 1, inner: 1 };
  if (long.slice(first, last + 1).every(({ reduced }) => reduced)) {
    return {
      source: x,
      outer: util.sizeFromShape(sizes.slice(0, first)),
      reduced: util.sizeFromShape(sizes.slice(first, last + 1)),
      inner: util.sizeFromShape(sizes.slice(last + 1)),
    };
  }
  const kept = long.filter(({ reduced }) => !reduced);
  const gone = long.filter(({ reduced }) => reduced);
  const perm = [...kept, ...gone].map((entry) => long.indexOf(entry));
  const source = runKernel(backend, Transpose, { x: withShape(x, sizes) }, { perm });
  return {
    source,
    outer: util.sizeFromShape(kept.map(({ size }) => size)),
    reduced: util.sizeFromShape(gone.map(({ size }) => size)),
    inner: 1,
  };
}

type Values = Float32Array | Int32Array | Uint8Array;

/** Four sums at a time: one alone would wait for every addition to end. */
function sumRows(from: Values, into: Values, rows: number, length: number, divisor: number): void {
  const whole = length - (length % 4);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    const end = at + whole;
    for (; at < end; at += 4) {
      a += from[at] as number;
      b += from[at + 1] as number;
      c += from[at + 2] as number;
      d += from[at + 3] as number;
    }
    for (const last = end + length - whole; at < last; at++) a += from[at] as number;
    into[row] = (a + b + (c + d)) / divisor;
  }
}

/** Four rows at a time, so that the sums are loaded and stored a fourth as often. */
function sumColumns(from: Values, into: Values, outer: number, length: number, inner: number, divisor: number): void {
  const sums = new Float64Array(inner);
  const whole = length - (length % 4);
  for (let block = 0; block < outer; block++) {
    sums.fill(0);
    const start = block * length * inner;
    for (let row = 0; row < whole; row += 4) {
      const first = start + row * inner;
      const [second, third, fourth] = [first + inner, first + 2 * inner, first + 3 * inner] as const;
      for (let column = 0; column < inner; column++) {
        const upper = (from[first + column] as number) + (from[second + column] as number);
        const lower = (from[third + column] as number) + (from[fourth + column] as number);
        sums[column] = (sums[column] as number) + (upper + lower);
      }
    }
    for (let row = whole; row < length; row++) {
      const first = start + row * inner;
      for (let column = 0; column < inner; column++) sums[column] = (sums[column] as number) + (from[first + column] as number);
    }
    for (let column = 0; column < inner; column++) into[block * inner + column] = (sums[column] as number) / divisor;
  }
}

export const reductionConfigs: readonly KernelConfig[] = [sum, mean];
