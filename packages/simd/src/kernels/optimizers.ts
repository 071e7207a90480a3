import * as tf from "@tensorflow/tfjs-core";
import { BLOCK, PARALLEL } from "./elementwise.js";
import type { NativeKernel } from "./register.js";

/** `variate.adam`, as the doc comment of `adam` in `@variate/training` defines it. */
const adam: NativeKernel = ({ inputs, attrs, backend }) => {
  const { parameter, gradient, gradientSum, squareSum } = inputs as Record<string, tf.TensorInfo>;
  const given = [parameter, gradient, gradientSum, squareSum] as tf.TensorInfo[];
  const { shape } = parameter as tf.TensorInfo;
  const size = tf.util.sizeFromShape(shape);
  const pointers = given.map((tensor) => backend.pointer(tensor));
  const results = [0, 1, 2].map(() => backend.output(shape, "float32"));
  const { beta1, beta2, stepSize, epsilon, shrink } = attrs as Record<string, number>;
  backend.run(
    "adam", [...pointers, ...results.map((tensor) => backend.pointer(tensor)), size], Math.ceil(size / BLOCK), size >= PARALLEL,
    { 8: beta1 as number, 9: beta2 as number, 10: stepSize as number, 11: epsilon as number, 12: shrink as number },
  );
  return results;
};

export const optimizerKernels: ReadonlyMap<string, NativeKernel> = new Map([["variate.adam", adam]]);
