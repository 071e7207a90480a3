import * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments, NativeKernel } from "./register.js";
import { filled, isWords, move, stridesOf, wordBytes, type Words } from "./words.js";

type Backend = KernelArguments["backend"];

/** `x[begin, begin + step, …]`, `size` of them along each axis. */
function sliced(backend: Backend, x: Words, begin: readonly number[], size: readonly number[], steps?: readonly number[]): tf.TensorInfo {
  const [strides, outStrides] = [stridesOf(x.shape), stridesOf(size)];
  const out = backend.output([...size], x.dtype);
  const offset = begin.reduce((sum, first, axis) => sum + first * (strides[axis] as number), 0);
  const loops = size.map((length, axis) => ({ length, from: (strides[axis] as number) * (steps?.[axis] ?? 1), to: outStrides[axis] as number }));
  move(backend, backend.pointer(x) + wordBytes(x) * offset, backend.pointer(out), loops, wordBytes(x));
  return out;
}

const slice: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, x)) return undefined;
  const [begin, size] = tf.slice_util.parseSliceParams(x as tf.Tensor, attrs["begin"] as number[], attrs["size"] as number[]);
  tf.slice_util.assertParamsValid(x as tf.Tensor, begin as number[], size as number[]);
  return sliced(backend, x, begin as number[], size as number[]);
};

const stridedSlice: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, x)) return undefined;
  const mask = (name: string): number => attrs[name] as number;
  const { finalShapeSparse, finalShape, isIdentity, begin, strides } = tf.slice_util.sliceInfo(
    x.shape, attrs["begin"] as number[], attrs["end"] as number[], attrs["strides"] as number[],
    mask("beginMask"), mask("endMask"), mask("ellipsisMask"), mask("newAxisMask"), mask("shrinkAxisMask"),
  );
  // Axes that are shrunk away are tfjs's to tell.
  if (isIdentity || finalShapeSparse.length !== x.shape.length) return undefined;
  const out = sliced(backend, x, begin, finalShapeSparse, strides);
  return { ...out, shape: finalShape };
};

/** Parts of one axis, one after another. */
function parts(backend: Backend, x: Words, axis: number, sizes: readonly number[]): tf.TensorInfo[] {
  let first = 0;
  return sizes.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? first : 0));
    first += length;
    return sliced(backend, x, begin, x.shape.map((extent, i) => (i === axis ? length : extent)));
  });
}

const split: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, x)) return undefined;
  const axis = tf.util.parseAxisParam(attrs["axis"] as number, x.shape)[0] as number;
  return parts(backend, x, axis, tf.backend_util.prepareSplitSize(x as tf.Tensor, attrs["numOrSizeSplits"] as number[], axis));
};

const unpack: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["value"] as tf.TensorInfo;
  if (!isWords(backend, x)) return undefined;
  const axis = tf.util.parseAxisParam(attrs["axis"] as number, x.shape)[0] as number;
  const shape = x.shape.filter((_, i) => i !== axis);
  return parts(backend, x, axis, Array.from({ length: x.shape[axis] as number }, () => 1)).map((part) => ({ ...part, shape }));
};

/** Tensors one after another along an axis, seen as outer rows of so many words of each. */
function joined(backend: Backend, tensors: readonly Words[], shape: number[], outer: number): tf.TensorInfo {
  const out = backend.output(shape, (tensors[0] as Words).dtype);
  const row = tf.util.sizeFromShape(shape) / outer;
  let to = backend.pointer(out);
  for (const tensor of tensors) {
    const length = tf.util.sizeFromShape(tensor.shape) / outer;
    move(backend, backend.pointer(tensor), to, [{ length: outer, from: length, to: row }, { length, from: 1, to: 1 }], wordBytes(tensor));
    to += wordBytes(tensor) * length;
  }
  return out;
}

function allWords(backend: Backend, tensors: readonly tf.TensorInfo[]): tensors is readonly Words[] {
  return tensors.every((tensor) => isWords(backend, tensor) && tensor.dtype === tensors[0]?.dtype);
}

const concat: NativeKernel = ({ inputs, attrs, backend }) => {
  const tensors = inputs as unknown as tf.TensorInfo[];
  const shapes = tensors.map(({ shape }) => shape);
  const axis = tf.util.parseAxisParam(attrs["axis"] as number, shapes[0] as number[])[0] as number;
  tf.backend_util.assertParamsConsistent(shapes, axis);
  const shape = tf.backend_util.computeOutShape(shapes, axis);
  if (tf.util.sizeFromShape(shape) === 0 || !allWords(backend, tensors)) return undefined;
  const full = tensors.filter((tensor) => tf.util.sizeFromShape(tensor.shape) > 0);
  if (full.length === 1) return backend.relabel(full[0] as Words, shape);
  return joined(backend, full as Words[], shape, tf.util.sizeFromShape(shape.slice(0, axis)));
};

const pack: NativeKernel = ({ inputs, attrs, backend }) => {
  const tensors = inputs as unknown as tf.TensorInfo[];
  const { shape } = tensors[0] as tf.TensorInfo;
  const alike = tensors.every((tensor) => tf.util.arraysEqual(tensor.shape, shape));
  if (tensors.length < 2 || !alike || tf.util.sizeFromShape(shape) === 0 || !allWords(backend, tensors)) return undefined;
  const axis = tf.util.parseAxisParam(attrs["axis"] as number, [...shape, 1])[0] as number;
  return joined(backend, tensors, [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)], tf.util.sizeFromShape(shape.slice(0, axis)));
};

const pad: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, x)) return undefined;
  const paddings = attrs["paddings"] as unknown as [number, number][];
  const shape = x.shape.map((extent, axis) => extent + (paddings[axis] as number[]).reduce((p, q) => p + q));
  const out = filled(backend, shape, x.dtype, attrs["constantValue"] as number);
  const [strides, outStrides] = [stridesOf(x.shape), stridesOf(shape)];
  const offset = paddings.reduce((sum, [before], axis) => sum + before * (outStrides[axis] as number), 0);
  const loops = x.shape.map((length, axis) => ({ length, from: strides[axis] as number, to: outStrides[axis] as number }));
  move(backend, backend.pointer(x), backend.pointer(out) + wordBytes(x) * offset, loops, wordBytes(x));
  return out;
};

const tile: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, x)) return undefined;
  const reps = attrs["reps"] as number[];
  const shape = x.shape.map((extent, axis) => extent * (reps[axis] as number));
  const out = backend.output(shape, x.dtype);
  const [strides, outStrides] = [stridesOf(x.shape), stridesOf(shape)];
  const loops = x.shape.flatMap((length, axis) => [
    { length: reps[axis] as number, from: 0, to: length * (outStrides[axis] as number) },
    { length, from: strides[axis] as number, to: outStrides[axis] as number },
  ]);
  move(backend, backend.pointer(x), backend.pointer(out), loops, wordBytes(x));
  return out;
};

const reverse: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, x) || x.shape.length === 0) return undefined;
  const axes = tf.util.parseAxisParam(attrs["dims"] as number[], x.shape);
  const last = x.shape.map((extent, axis) => (axes.includes(axis) ? Math.max(0, extent - 1) : 0));
  return sliced(backend, x, last, x.shape, x.shape.map((_, axis) => (axes.includes(axis) ? -1 : 1)));
};

function constant(value: number): NativeKernel {
  return ({ inputs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    return x.dtype === "float32" || x.dtype === "int32" || x.dtype === "bool" ? filled(backend, x.shape, x.dtype, value) : undefined;
  };
}

const fill: NativeKernel = ({ attrs, backend }) => {
  const { shape, value, dtype } = attrs as { shape: number[]; value: number; dtype?: string };
  const type = dtype ?? tf.util.inferDtype(value);
  return typeof value === "number" && (type === "float32" || type === "int32" || type === "bool") ? filled(backend, shape, type, value) : undefined;
};

/** Pads one axis after another with rows of what is there, in their opposite order. */
const mirrorPad: NativeKernel = ({ inputs, attrs, backend }) => {
  const source = inputs["x"] as tf.TensorInfo;
  if (!isWords(backend, source)) return undefined;
  const paddings = attrs["paddings"] as unknown as [number, number][];
  const offset = attrs["mode"] === "reflect" ? 0 : 1;
  let x: Words = source;
  paddings.forEach(([before, after], axis) => {
    if (before + after === 0) return;
    const extent = x.shape[axis] as number;
    const [outer, inner] = [tf.util.sizeFromShape(x.shape.slice(0, axis)), tf.util.sizeFromShape(x.shape.slice(axis + 1))];
    const length = before + extent + after;
    const out = backend.output(x.shape.map((each, i) => (i === axis ? length : each)), x.dtype) as Words;
    const rows = (first: number, to: number, count: number, step: number): void => {
      const [from, into] = [backend.pointer(x) + wordBytes(x) * first * inner, backend.pointer(out) + wordBytes(x) * to * inner];
      move(backend, from, into, [
        { length: outer, from: extent * inner, to: length * inner }, { length: count, from: step * inner, to: inner }, { length: inner, from: 1, to: 1 },
      ], wordBytes(x));
    };
    rows(before - offset, 0, before, -1);
    rows(0, before, extent, 1);
    rows(extent - 2 + offset, before + extent, after, -1);
    if (x !== source) backend.disposeIntermediateTensorInfo(x);
    x = out;
  });
  return x === source ? backend.relabel(x, x.shape) : x;
};

export const movementKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["Concat", concat],
  ["Fill", fill],
  ["OnesLike", constant(1)],
  ["MirrorPad", mirrorPad],
  ["Pack", pack],
  ["PadV2", pad],
  ["Reverse", reverse],
  ["Slice", slice],
  ["SplitV", split],
  ["StridedSlice", stridedSlice],
  ["Tile", tile],
  ["Unpack", unpack],
  ["ZerosLike", constant(0)],
]);
