import * as tf from "@tensorflow/tfjs-core";
import type { NativeKernel } from "./register.js";
import { worthSharing } from "./words.js";

/** Elements in a block, about. */
const BLOCK = 16_384;

const softmax: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["logits"] as tf.TensorInfo;
  const axis = attrs["dim"] as number;
  if (!backend.isFloat(x) || (axis !== -1 && axis !== x.shape.length - 1)) return undefined;
  const out = backend.output(x.shape, "float32");
  const size = tf.util.sizeFromShape(x.shape);
  if (size === 0) return out;
  const length = x.shape.at(-1) ?? 1;
  const [rows, perBlock] = [size / length, Math.max(1, Math.floor(BLOCK / length))];
  const blocks = Math.ceil(rows / perBlock);
  backend.run("softmax", [backend.pointer(x), backend.pointer(out), rows, length, perBlock], blocks, worthSharing(size));
  return out;
};

/** `offset + (x - mean) · scale / √(variance + ε)`, where each of a row's numbers has its own four. */
const batchNorm: NativeKernel = ({ inputs, attrs, backend }) => {
  const [x, mean, variance, scale, offset] = ["x", "mean", "variance", "scale", "offset"].map((name) => inputs[name]) as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo, tf.TensorInfo | undefined, tf.TensorInfo | undefined];
  const [size, length] = [tf.util.sizeFromShape(x.shape), tf.util.sizeFromShape(mean.shape)];
  const alike = [mean, variance, scale, offset].every((each) => each === undefined || (backend.isFloat(each) && tf.util.arraysEqual(each.shape, mean.shape)));
  if (!backend.isFloat(x) || !alike || size === 0 || size % length !== 0) return undefined;
  const out = backend.output(x.shape, "float32");
  const epsilon = (attrs["varianceEpsilon"] as number | undefined) ?? 0.001;
  const [rows, perBlock] = [size / length, Math.max(1, Math.floor(BLOCK / length))];
  const blocks = Math.ceil(rows / perBlock);
  const scales = scale === undefined ? 0 : backend.pointer(scale) / 4;
  const pointers = [x, mean, variance].map((tensor) => backend.pointer(tensor)) as [number, number, number];
  const offsets = offset === undefined ? undefined : backend.pointer(offset);
  backend.withRoom(8 * length, (factors) => {
    const { floats } = backend;
    const [at, zeros] = [factors / 4, factors / 4 + length];
    for (let i = 0; i < length; i++) floats[at + i] = (scales === 0 ? 1 : (floats[scales + i] as number)) / Math.sqrt((floats[pointers[2] / 4 + i] as number) + epsilon);
    if (offsets === undefined) floats.fill(0, zeros, zeros + length);
    backend.run(
      "normalizeRows", [pointers[0], pointers[1], factors, offsets ?? 4 * zeros, backend.pointer(out), rows, length, perBlock],
      blocks, worthSharing(size),
    );
  });
  return out;
};

export const normalizationKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["FusedBatchNorm", batchNorm],
  ["Softmax", softmax],
]);
