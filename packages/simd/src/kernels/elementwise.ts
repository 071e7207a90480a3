import * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments, NativeKernel } from "./register.js";

/** Elements in a block, as in `assembly/block.ts`. */
export const BLOCK = 16_384;

/** Elements from which on several threads are worth the handing over. */
export const PARALLEL = 32_768;

/** tfjs's kernels of one float32 tensor, by the job that does their work. */
const UNARY: Readonly<Record<string, string>> = {
  Abs: "abs", Ceil: "ceil", ClipByValue: "clip", Elu: "elu", Exp: "exp", Expm1: "expm1", Floor: "floor", LeakyRelu: "leakyRelu",
  Log: "log", Log1p: "log1p", Neg: "neg", Reciprocal: "reciprocal", Relu: "relu", Relu6: "relu6", Round: "round", Rsqrt: "rsqrt",
  Sigmoid: "sigmoid", Sign: "sign", Softplus: "softplus", Sqrt: "sqrt", Square: "square", Step: "step", Tanh: "tanh",
  "variate.expm1": "expm1", "variate.log1p": "log1p",
};

/** tfjs's kernels of two float32 tensors that broadcast. */
const BINARY: Readonly<Record<string, string>> = {
  Add: "add", Maximum: "maximum", Minimum: "minimum", Multiply: "mul", Prelu: "prelu", RealDiv: "div", SquaredDifference: "squaredDifference", Sub: "sub",
  "variate.bernoulliLogProb": "bernoulliLogProb", "variate.bernoulliScore": "bernoulliScore", "variate.sigmoidGradient": "sigmoidGradient",
  "variate.standardNormalKl": "standardNormalKl", "variate.tanhGradient": "tanhGradient",
};

/** The same, with truth values as their result. */
const COMPARISONS: Readonly<Record<string, string>> = {
  Equal: "equal", Greater: "greater", GreaterEqual: "greaterEqual", Less: "less", LessEqual: "lessEqual", NotEqual: "notEqual",
};

/** The numbers that some kernels have beside their tensor. */
const SETTINGS: Readonly<Record<string, (attrs: tf.NamedAttrMap) => Record<number, number>>> = {
  ClipByValue: ({ clipValueMin, clipValueMax }) => ({ 3: clipValueMin as number, 4: clipValueMax as number }),
  LeakyRelu: ({ alpha }) => ({ 3: alpha as number }),
  Step: ({ alpha }) => ({ 3: alpha as number }),
};

function unaryKernel(name: string, job: string): NativeKernel {
  const settings = SETTINGS[name];
  return ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    if (!backend.isFloat(x)) return undefined;
    const size = tf.util.sizeFromShape(x.shape);
    const out = backend.output(x.shape, "float32");
    if (size > 0) backend.run(job, [backend.pointer(x), backend.pointer(out), size], Math.ceil(size / BLOCK), size >= PARALLEL, settings?.(attrs));
    return out;
  };
}

function binaryKernel(job: string, dtype: "float32" | "bool"): NativeKernel {
  return (args) => {
    const { a, b } = operands(args);
    if (!args.backend.isFloat(a) || !args.backend.isFloat(b)) return undefined;
    return broadcasting(args.backend, job, a, b, dtype);
  };
}

function operands({ inputs }: KernelArguments): { a: tf.TensorInfo; b: tf.TensorInfo } {
  const [a, b] = Object.values(inputs);
  return { a: (inputs["a"] ?? a) as tf.TensorInfo, b: (inputs["b"] ?? b) as tf.TensorInfo };
}

/** Runs a job of two tensors over their common shape. */
export function broadcasting(backend: KernelArguments["backend"], job: string, a: tf.TensorInfo, b: tf.TensorInfo, dtype: "float32" | "int32" | "bool"): tf.TensorInfo {
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const out = backend.output(shape, dtype);
  const size = tf.util.sizeFromShape(shape);
  if (size === 0) return out;
  const pointers = [backend.pointer(a), backend.pointer(b), backend.pointer(out), size];
  const axes = commonAxes(shape, a.shape, b.shape);
  const inner = axes[0];
  if (inner === undefined || (axes.length === 1 && inner.a === 1 && inner.b === 1)) {
    backend.run(job, [...pointers, 0], Math.ceil(size / BLOCK), size >= PARALLEL);
  } else {
    const rows = size / inner.length;
    const perBlock = Math.max(1, Math.floor(BLOCK / inner.length));
    const outer = axes.slice(1).flatMap((axis) => [axis.length, axis.a, axis.b]);
    backend.run(job, [...pointers, perBlock, inner.length, inner.a, inner.b, axes.length - 1, ...outer], Math.ceil(rows / perBlock), size >= PARALLEL);
  }
  return out;
}

interface Axis {
  length: number;
  /** How far the next index lies in a and b, 0 where it is repeated. */
  readonly a: number;
  readonly b: number;
}

/** The axes of the result from the innermost, those merged that both tensors walk through as through one. */
function commonAxes(shape: readonly number[], a: readonly number[], b: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  let [strideA, strideB] = [1, 1];
  for (let i = 1; i <= shape.length; i++) {
    const length = shape[shape.length - i] as number;
    const [lengthA, lengthB] = [a[a.length - i] ?? 1, b[b.length - i] ?? 1];
    const axis = { length, a: lengthA === 1 ? 0 : strideA, b: lengthB === 1 ? 0 : strideB };
    strideA *= lengthA;
    strideB *= lengthB;
    if (length === 1) continue;
    const last = axes.at(-1);
    if (last !== undefined && axis.a === last.a * last.length && axis.b === last.b * last.length) last.length *= length;
    else axes.push(axis);
  }
  return axes;
}

export const elementwiseKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ...Object.entries(UNARY).map(([name, job]) => [name, unaryKernel(name, job)] as const),
  ...Object.entries(BINARY).map(([name, job]) => [name, binaryKernel(job, "float32")] as const),
  ...Object.entries(COMPARISONS).map(([name, job]) => [name, binaryKernel(job, "bool")] as const),
]);
