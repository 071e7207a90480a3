import * as tf from "@tensorflow/tfjs-core";
import { BLOCK, PARALLEL } from "./elementwise.js";
import type { NativeKernel } from "./register.js";
import { isWords } from "./words.js";

/** `condition ? t : e`, elementwise. Conditions of one axis that choose whole rows are tfjs's. */
const select: NativeKernel = ({ inputs, backend }) => {
  const [condition, t, e] = [inputs["condition"], inputs["t"], inputs["e"]] as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo];
  const size = tf.util.sizeFromShape(t.shape);
  const sameShape = tf.util.arraysEqual(condition.shape, t.shape) && tf.util.arraysEqual(e.shape, t.shape);
  if (size === 0 || !sameShape || !isWords(backend, t) || !isWords(backend, e) || t.dtype !== e.dtype || t.dtype === "bool" || backend.dataOf(condition.dataId).storage !== "bool") return undefined;
  const out = backend.output(t.shape, t.dtype);
  backend.run(
    "selectWords", [backend.pointer(condition), backend.pointer(t), backend.pointer(e), backend.pointer(out), size],
    Math.ceil(size / BLOCK), size >= PARALLEL,
  );
  return out;
};

/**
 * tfjs's cpu kernel only relabels a tensor that is cast to a wider type, which leaves bytes under the name float32; here
 * the numbers are made, so that kernels may trust the dtype.
 */
const cast: NativeKernel = ({ inputs, attrs, backend }) => {
  const x = inputs["x"] as tf.TensorInfo;
  if (attrs["dtype"] !== "float32") return undefined;
  const { storage } = backend.dataOf(x.dataId);
  if (storage !== "bool" && storage !== "int32") return undefined;
  const size = tf.util.sizeFromShape(x.shape);
  const out = backend.output(x.shape, "float32");
  if (size > 0) {
    backend.run(storage === "bool" ? "bytesToFloats" : "wordsToFloats", [backend.pointer(x), backend.pointer(out), size], Math.ceil(size / BLOCK), size >= PARALLEL);
  }
  return out;
};

export const selectionKernels: ReadonlyMap<string, NativeKernel> = new Map([
  ["Select", select],
  ["Cast", cast],
]);
