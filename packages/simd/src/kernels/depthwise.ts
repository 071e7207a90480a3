import * as tf from "@tensorflow/tfjs-core";
import { activated, isActivation } from "./activation.js";
import { broadcasting } from "./elementwise.js";
import type { KernelArguments, NativeKernel } from "./register.js";
import { filled, worthSharing } from "./words.js";

type Backend = KernelArguments["backend"];
type Info = tf.backend_util.Conv2DInfo;
type Shape4 = [number, number, number, number];

function infoOf(inShape: readonly number[], filterShape: readonly number[], attrs: tf.NamedAttrMap): Info {
  return tf.backend_util.computeConv2DInfo(
    inShape as Shape4, filterShape as Shape4, attrs["strides"] as [number, number], (attrs["dilations"] ?? 1) as [number, number],
    attrs["pad"] as "valid", attrs["dimRoundingMode"] as "floor" | undefined, true,
  );
}

function run(backend: Backend, job: string, pointers: readonly [number, number, number], info: Info, perBlock: number, blocks: number, dy = 0): void {
  const work = tf.util.sizeFromShape(info.outShape) * info.filterHeight * info.filterWidth;
  backend.run(
    job,
    [
      ...pointers, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth, info.filterHeight, info.filterWidth,
      info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left,
      info.outChannels / info.inChannels, perBlock, info.batchSize, dy,
    ],
    blocks, worthSharing(work),
  );
}

function forward(backend: Backend, x: tf.TensorInfo, filter: tf.TensorInfo, attrs: tf.NamedAttrMap): tf.TensorInfo | undefined {
  if (!backend.isFloat(x) || !backend.isFloat(filter)) return undefined;
  const info = infoOf(x.shape, filter.shape, attrs);
  const size = tf.util.sizeFromShape(info.outShape);
  const dilations = (attrs["dilations"] ?? 1) as [number, number];
  if (size === 0 || !tf.backend_util.eitherStridesOrDilationsAreOne(attrs["strides"] as [number, number], dilations)) return undefined;
  const out = backend.output(info.outShape, "float32");
  const rows = info.batchSize * info.outHeight;
  const perBlock = Math.max(1, Math.floor((4096 * rows) / size));
  run(backend, "depthwiseForward", [backend.pointer(x), backend.pointer(filter), backend.pointer(out)], info, perBlock, Math.ceil(rows / perBlock));
  return out;
}

const depthwiseConv2d: NativeKernel = ({ inputs, attrs, backend }) => forward(backend, inputs["x"] as tf.TensorInfo, inputs["filter"] as tf.TensorInfo, attrs);

const fusedDepthwiseConv2d: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, filter, bias, weights] = [inputs["x"], inputs["filter"], inputs["bias"], inputs["preluActivationWeights"]] as tf.TensorInfo[];
  const activation = (attrs["activation"] ?? "linear") as string;
  if (!isActivation(activation) || ![bias, weights].every((tensor) => tensor === undefined || backend.isFloat(tensor))) return undefined;
  let out = forward(backend, x as tf.TensorInfo, filter as tf.TensorInfo, attrs);
  if (out === undefined) return undefined;
  if (bias !== undefined) {
    const sum = broadcasting(backend, "add", out, bias, "float32");
    backend.disposeIntermediateTensorInfo(out);
    out = sum;
  }
  return activated(backend, out, activation, weights, attrs["leakyreluAlpha"] as number);
};

/** tfjs's own takes dilated filters for dense ones; this is the derivative. */
const inputGradient: NativeKernel = ({ inputs, attrs, backend }) => {
  const [dy, filter] = [inputs["dy"], inputs["filter"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!backend.isFloat(dy) || !backend.isFloat(filter)) return undefined;
  const info = infoOf(attrs["inputShape"] as number[], filter.shape, attrs);
  const size = tf.util.sizeFromShape(info.inShape);
  if (size === 0 || !tf.util.arraysEqual(info.outShape, dy.shape)) return undefined;
  const out = backend.output(info.inShape, "float32");
  const rows = info.batchSize * info.inHeight;
  const perBlock = Math.max(1, Math.floor((4096 * rows) / size));
  run(backend, "depthwiseInput", [backend.pointer(dy), backend.pointer(filter), backend.pointer(out)], info, perBlock, Math.ceil(rows / perBlock));
  return out;
};

const filterGradient: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, dy] = [inputs["x"], inputs["dy"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!backend.isFloat(x) || !backend.isFloat(dy)) return undefined;
  const info = infoOf(x.shape, attrs["filterShape"] as number[], attrs);
  if (!tf.util.arraysEqual(info.outShape, dy.shape)) return undefined;
  const out = filled(backend, info.filterShape, "float32", 0);
  if (tf.util.sizeFromShape(info.outShape) * tf.util.sizeFromShape(info.filterShape) === 0) return out;
  const channels = 32;
  const blocks = info.filterHeight * info.filterWidth * Math.ceil(info.outChannels / channels);
  run(backend, "depthwiseFilter", [backend.pointer(x), 0, backend.pointer(out)], info, channels, blocks, backend.pointer(dy));
  return out;
};

export const depthwiseKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["DepthwiseConv2dNative", depthwiseConv2d],
  ["DepthwiseConv2dNativeBackpropFilter", filterGradient],
  ["DepthwiseConv2dNativeBackpropInput", inputGradient],
  ["FusedDepthwiseConv2D", fusedDepthwiseConv2d],
]);
