import * as tf from "@tensorflow/tfjs-core";
import type { KernelArguments, NativeKernel } from "./register.js";
import { filled, worthSharing } from "./words.js";

type Backend = KernelArguments["backend"];
type Info = tf.backend_util.Conv2DInfo;

/** Channels that a block takes. */
const CHANNELS = 64;

function windows(x: tf.TensorInfo, attrs: tf.NamedAttrMap, rounding: boolean): Info {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: [number, number]; strides: [number, number]; pad: "valid"; dimRoundingMode?: "floor";
  };
  return tf.backend_util.computePool2DInfo(x.shape as [number, number, number, number], filterSize, strides, 1, pad, rounding ? dimRoundingMode : undefined);
}

function run(backend: Backend, job: string, pointers: readonly [number, number, number], info: Info, factor: number): void {
  if (info.batchSize * info.inChannels * info.outHeight * info.outWidth === 0) return;
  const blocks = info.batchSize * Math.ceil(info.inChannels / CHANNELS);
  const work = tf.util.sizeFromShape(info.outShape) * info.filterHeight * info.filterWidth;
  backend.run(
    job,
    [
      ...pointers, info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth,
      info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left, CHANNELS,
    ],
    blocks, worthSharing(work), { 16: factor },
  );
}

function poolKernel(job: string): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as tf.TensorInfo;
    if (!backend.isFloat(x)) return undefined;
    const info = windows(x, attrs, true);
    // As in tfjs: then whatever the padding, x is the result.
    if (info.filterHeight * info.filterWidth === 1 && tf.util.arraysEqual(info.inShape, info.outShape)) return backend.relabel(x, x.shape);
    const out = backend.output(info.outShape, "float32");
    run(backend, job, [backend.pointer(x), backend.pointer(out), 0], info, 1);
    return out;
  };
}

function gradientKernel(job: string, rounding: boolean): NativeKernel {
  return ({ inputs, attrs, backend }) => {
    const [dy, x] = [inputs["dy"], inputs["input"]] as [tf.TensorInfo, tf.TensorInfo];
    if (!backend.isFloat(dy) || !backend.isFloat(x)) return undefined;
    const info = windows(x, attrs, rounding);
    if (!tf.util.arraysEqual(info.outShape, dy.shape)) return undefined;
    const out = filled(backend, x.shape, "float32", 0);
    // tfjs divides by the whole window, at the edges too.
    run(backend, job, [backend.pointer(x), backend.pointer(out), backend.pointer(dy)], info, 1 / (info.filterHeight * info.filterWidth));
    return out;
  };
}

export const poolingKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["AvgPool", poolKernel("averagePool")],
  ["AvgPoolGrad", gradientKernel("averagePoolGradient", false)],
  ["MaxPool", poolKernel("maxPool")],
  ["MaxPoolGrad", gradientKernel("maxPoolGradient", true)],
]);
