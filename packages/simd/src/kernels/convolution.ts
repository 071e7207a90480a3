import * as tf from "@tensorflow/tfjs-core";
import { activated, isActivation } from "./activation.js";
import { broadcasting } from "./elementwise.js";
import { convolve, convolveFilter, type Geometry, type Tap, withZeros } from "./patches.js";
import { multiply } from "./product.js";
import type { KernelArguments, NativeKernel } from "./register.js";
import { transposed } from "./transpose.js";
import { filled, move } from "./words.js";

type Backend = KernelArguments["backend"];
type Info = tf.backend_util.Conv2DInfo;
type Shape4 = [number, number, number, number];

function infoOf(inShape: readonly number[], filterShape: readonly number[], attrs: tf.NamedAttrMap, dilations: unknown): Info {
  const format = tf.backend_util.convertConv2DDataFormat(attrs["dataFormat"] as "NHWC");
  return tf.backend_util.computeConv2DInfo(
    inShape as Shape4, filterShape as Shape4, attrs["strides"] as [number, number], (dilations ?? 1) as [number, number],
    attrs["pad"] as "valid", attrs["dimRoundingMode"] as "floor" | undefined, false, format,
  );
}

const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];

/** x with its channels last: itself, or a copy to be disposed by `settle`. */
function channelsLast(backend: Backend, x: tf.TensorInfo, { dataFormat }: Info): tf.TensorInfo {
  return dataFormat === "channelsLast" ? x : transposed(backend, x, TO_LAST);
}

/** The result with its channels where they belong. */
function channelsBack(backend: Backend, x: tf.TensorInfo, { dataFormat }: Info): tf.TensorInfo {
  if (dataFormat === "channelsLast") return x;
  const out = transposed(backend, x, TO_FIRST);
  backend.disposeIntermediateTensorInfo(x);
  return out;
}

function settle(backend: Backend, arranged: tf.TensorInfo, x: tf.TensorInfo): void {
  if (arranged !== x) backend.disposeIntermediateTensorInfo(arranged);
}

/** Whether each position reads the pixel that lies there, and no other: then patches are the image. */
function isPointwise(info: Info): boolean {
  return info.filterHeight * info.filterWidth === 1 && info.strideHeight === 1 && info.strideWidth === 1
    && info.outHeight === info.inHeight && info.outWidth === info.inWidth && info.padInfo.top === 0 && info.padInfo.left === 0;
}

function isEmpty(info: Info): boolean {
  return info.batchSize * info.inHeight * info.inWidth * info.inChannels * info.outHeight * info.outWidth * info.outChannels * info.filterHeight * info.filterWidth === 0;
}

function forwardTaps(info: Info, filter: number): Tap[] {
  const bytes = 4 * info.inChannels * info.outChannels;
  return Array.from({ length: info.filterHeight * info.filterWidth }, (_, i) => ({
    row: Math.floor(i / info.filterWidth) * info.dilationHeight - info.padInfo.top,
    column: (i % info.filterWidth) * info.dilationWidth - info.padInfo.left,
    filter: filter + i * bytes,
  }));
}

function imageGeometry(info: Info, pointer: number, taps: readonly Tap[]): Geometry {
  return {
    pointer, images: info.batchSize, height: info.inHeight, width: info.inWidth, channels: info.inChannels,
    outHeight: info.outHeight, outWidth: info.outWidth, down: info.strideHeight, across: info.strideWidth, taps,
  };
}

/** x and the result with channels last; `bias` holds a number for each output channel. */
function forward(backend: Backend, x: tf.TensorInfo, filter: tf.TensorInfo, info: Info, bias: tf.TensorInfo | undefined): tf.TensorInfo {
  const out = backend.output([info.batchSize, info.outHeight, info.outWidth, info.outChannels], "float32");
  const [from, to, weights] = [backend.pointer(x), backend.pointer(out), backend.pointer(filter)];
  const start = bias === undefined ? undefined : backend.pointer(bias);
  const { inChannels, outChannels } = info;
  if (isPointwise(info)) {
    const left = { rows: info.batchSize * info.outHeight * info.outWidth, columns: inChannels, rowStride: inChannels, columnStride: 1 };
    const right = { rows: inChannels, columns: outChannels, rowStride: outChannels, columnStride: 1 };
    withZeros(backend, (zeros) => multiply(backend, from, weights, to, left, right, { pointer: start ?? zeros, rowStride: 0, columnStep: start === undefined ? 0 : 4 }));
  } else {
    convolve(backend, imageGeometry(info, from, forwardTaps(info, weights)), { count: outChannels, stride: 4, depthStride: 4 * outChannels }, to, start);
  }
  return out;
}

const conv2d: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, filter] = [inputs["x"], inputs["filter"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!backend.isFloat(x) || !backend.isFloat(filter)) return undefined;
  const info = infoOf(x.shape, filter.shape, attrs, attrs["dilations"]);
  if (isEmpty(info)) return undefined;
  const arranged = channelsLast(backend, x, info);
  const out = forward(backend, arranged, filter, info, undefined);
  settle(backend, arranged, x);
  return channelsBack(backend, out, info);
};

const fusedConv2d: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, filter, bias, weights] = [inputs["x"], inputs["filter"], inputs["bias"], inputs["preluActivationWeights"]] as tf.TensorInfo[];
  const activation = (attrs["activation"] ?? "linear") as string;
  if (x === undefined || filter === undefined || ![x, filter, bias, weights].every((tensor) => tensor === undefined || backend.isFloat(tensor))) return undefined;
  const info = infoOf(x.shape, filter.shape, attrs, attrs["dilations"]);
  if (isEmpty(info) || !isActivation(activation)) return undefined;
  const first = info.dataFormat === "channelsFirst";
  const perChannel = bias !== undefined && bias.shape.length === 1 && bias.shape[0] === info.outChannels;
  const arranged = channelsLast(backend, x, info);
  let out = channelsBack(backend, forward(backend, arranged, filter, info, perChannel ? bias : undefined), info);
  settle(backend, arranged, x);
  if (bias !== undefined && !perChannel) {
    const sum = broadcasting(backend, "add", out, bias, "float32");
    backend.disposeIntermediateTensorInfo(out);
    out = sum;
  }
  // With channels first, one number for each channel goes along the third axis from the end.
  const aligned = first && weights !== undefined && weights.shape.length === 1 && weights.shape[0] !== 1 ? { ...weights, shape: [...weights.shape, 1, 1] } : weights;
  return activated(backend, out, activation, aligned, attrs["leakyreluAlpha"] as number);
};

const filterGradient: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, dy] = [inputs["x"], inputs["dy"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!backend.isFloat(x) || !backend.isFloat(dy)) return undefined;
  const info = infoOf(x.shape, attrs["filterShape"] as number[], attrs, 1);
  if (isEmpty(info) || !tf.util.arraysEqual(info.outShape, dy.shape)) return undefined;
  const [image, gradient] = [channelsLast(backend, x, info), channelsLast(backend, dy, info)];
  const out = convolveFilter(backend, imageGeometry(info, backend.pointer(image), forwardTaps(info, 0)), backend.pointer(gradient), info.outChannels, info.filterShape);
  settle(backend, image, x);
  settle(backend, gradient, dy);
  return out;
};

/** Taps that meet positions `phase`, `phase + stride`, … of the input, as places in the output: its index and the tap's. */
function meetingTaps(phase: number, padding: number, stride: number, taps: number): { place: number; tap: number }[] {
  const meeting: { place: number; tap: number }[] = [];
  for (let tap = taps - 1; tap >= 0; tap--) {
    const offset = phase + padding - tap;
    if (offset % stride === 0) meeting.push({ place: offset / stride, tap });
  }
  return meeting;
}

/**
 * The input's gradient is a convolution of the result's with the filter turned about. With strides, inputs that lie a
 * stride apart meet the same taps: each such phase is a convolution of its own, which no zero lengthens.
 */
function backward(backend: Backend, dy: tf.TensorInfo, filter: tf.TensorInfo, info: Info): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outChannels, strideHeight, strideWidth } = info;
  const shape = [batchSize, inHeight, inWidth, inChannels];
  const phases = strideHeight * strideWidth;
  const out = phases === 1 ? backend.output(shape, "float32") : filled(backend, shape, "float32", 0);
  const [from, to, weights] = [backend.pointer(dy), backend.pointer(out), backend.pointer(filter)];
  if (isPointwise(info)) {
    const left = { rows: batchSize * inHeight * inWidth, columns: outChannels, rowStride: outChannels, columnStride: 1 };
    const right = { rows: outChannels, columns: inChannels, rowStride: 1, columnStride: outChannels };
    withZeros(backend, (zeros) => multiply(backend, from, weights, to, left, right, { pointer: zeros, rowStride: 0, columnStep: 0 }));
    return out;
  }
  const columns = { count: inChannels, stride: 4 * outChannels, depthStride: 4 };
  for (let phase = 0; phase < phases; phase++) {
    const [row, column] = [Math.floor(phase / strideWidth), phase % strideWidth];
    const across = meetingTaps(column, info.padInfo.left, strideWidth, info.filterWidth);
    const taps = meetingTaps(row, info.padInfo.top, strideHeight, info.filterHeight).flatMap((down) =>
      across.map(({ place, tap }) => ({ row: down.place, column: place, filter: weights + 4 * (down.tap * info.filterWidth + tap) * inChannels * outChannels })),
    );
    const [height, width] = [Math.ceil((inHeight - row) / strideHeight), Math.ceil((inWidth - column) / strideWidth)];
    if (height <= 0 || width <= 0 || taps.length === 0) continue;
    const geometry = { pointer: from, images: batchSize, height: info.outHeight, width: info.outWidth, channels: outChannels, outHeight: height, outWidth: width, down: 1, across: 1, taps };
    if (phases === 1) convolve(backend, geometry, columns, to, undefined);
    else {
      const rowWords = inWidth * inChannels;
      backend.withRoom(4 * batchSize * height * width * inChannels, (room) => {
        convolve(backend, geometry, columns, room, undefined);
        move(backend, room, to + 4 * (row * rowWords + column * inChannels), [
          { length: batchSize, from: height * width * inChannels, to: inHeight * rowWords },
          { length: height, from: width * inChannels, to: strideHeight * rowWords },
          { length: width, from: inChannels, to: strideWidth * inChannels },
          { length: inChannels, from: 1, to: 1 },
        ]);
      });
    }
  }
  return out;
}

const inputGradient: NativeKernel = ({ inputs, attrs, backend }) => {
  const [dy, filter] = [inputs["dy"], inputs["filter"]] as [tf.TensorInfo, tf.TensorInfo];
  if (!backend.isFloat(dy) || !backend.isFloat(filter)) return undefined;
  const info = infoOf(attrs["inputShape"] as number[], filter.shape, attrs, 1);
  if (isEmpty(info) || !tf.util.arraysEqual(info.outShape, dy.shape)) return undefined;
  const gradient = channelsLast(backend, dy, info);
  const out = backward(backend, gradient, filter, info);
  settle(backend, gradient, dy);
  return channelsBack(backend, out, info);
};

export const convolutionKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["Conv2D", conv2d],
  ["Conv2DBackpropFilter", filterGradient],
  ["Conv2DBackpropInput", inputGradient],
  ["FusedConv2D", fusedConv2d],
]);
