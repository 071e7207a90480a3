import * as tf from "@tensorflow/tfjs-core";
import { BLOCK, broadcasting, elementwiseKernels } from "./elementwise.js";
import type { NativeKernel } from "./register.js";
import { worthSharing } from "./words.js";

/** tfjs's kernels of one float32 tensor that are computed number by number. */
const UNARY: Readonly<Record<string, string>> = {
  Acos: "acos", Asin: "asin", Atan: "atan", Cos: "cos", Cosh: "cosh", Sin: "sin", Sinh: "sinh", Tan: "tan",
};

/** Each such number is as much work as several of others. */
const WORK = 8;

function unaryKernel(job: string): NativeKernel {
  return ({ inputs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    if (!backend.isFloat(x)) return undefined;
    const out = backend.output(x.shape, "float32");
    const size = tf.util.sizeFromShape(x.shape);
    const blocks = Math.ceil(size / BLOCK);
    if (size > 0) backend.run(job, [backend.pointer(x), backend.pointer(out), size], blocks, worthSharing(WORK * size));
    return out;
  };
}

function floatKernel(job: string): NativeKernel {
  return ({ inputs, backend }) => {
    const [a, b] = [inputs["a"], inputs["b"]] as [tf.TensorInfo, tf.TensorInfo];
    return backend.isFloat(a) && backend.isFloat(b) ? broadcasting(backend, job, a, b, "float32") : undefined;
  };
}

/** tfjs's kernels of two int32 tensors, whose float32 kernels are tried first. */
const WHOLE: Readonly<Record<string, string>> = { Add: "addWhole", Maximum: "maximumWhole", Minimum: "minimumWhole", Multiply: "mulWhole", Sub: "subWhole" };

const COMPARISONS: Readonly<Record<string, string>> = {
  Equal: "equalWhole", Greater: "greaterWhole", GreaterEqual: "greaterEqualWhole", Less: "lessWhole", LessEqual: "lessEqualWhole", NotEqual: "notEqualWhole",
};

function wholeKernel(name: string, job: string, dtype: "int32" | "bool"): NativeKernel {
  const float = elementwiseKernels.get(name) as NativeKernel;
  return (args) => {
    const { inputs, backend } = args;
    const [a, b] = [inputs["a"], inputs["b"]] as [tf.TensorInfo, tf.TensorInfo];
    const whole = [a, b].every((x) => x.dtype === "int32" && backend.dataOf(x.dataId).storage === "int32");
    return whole ? broadcasting(backend, job, a, b, dtype) : float(args);
  };
}

const addN: NativeKernel = ({ inputs, backend }) => {
  const tensors = inputs as unknown as tf.TensorInfo[];
  if (tensors.length < 2 || !tensors.every((tensor) => backend.isFloat(tensor))) return undefined;
  return tensors.slice(1).reduce((sum, next, i) => {
    const out = broadcasting(backend, "add", sum, next, "float32");
    if (i > 0) backend.disposeIntermediateTensorInfo(sum);
    return out;
  }, tensors[0] as tf.TensorInfo);
};

/** `dy` where the result is not negative, else `dy · (y + 1)`. */
const eluGrad: NativeKernel = ({ inputs, backend }) => {
  const [dy, y] = [inputs["dy"], inputs["y"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!backend.isFloat(dy) || !backend.isFloat(y) || !tf.util.arraysEqual(dy.shape, y.shape)) return undefined;
  return broadcasting(backend, "eluGradient", dy, y, "float32");
};

export const scalarKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ...Object.entries(UNARY).map(([name, job]) => [name, unaryKernel(job)] as const),
  ["AddN", addN] as const,
  ["Atan2", floatKernel("atan2")] as const,
  ["EluGrad", eluGrad] as const,
  ["Pow", floatKernel("pow")] as const,
  ...Object.entries(WHOLE).map(([name, job]) => [name, wholeKernel(name, job, "int32")] as const),
  ...Object.entries(COMPARISONS).map(([name, job]) => [name, wholeKernel(name, job, "bool")] as const),
]);
