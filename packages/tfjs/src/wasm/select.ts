import { Select, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { wasmKernel } from "./backend.js";
import { runOriginal } from "./original.js";

/**
 * where. As shipped, a result without elements is written as often as the condition has elements, over what lies behind it
 * in memory; and `tf.where` broadcasts no condition to an axis of size 0.
 */
export const selectConfig: KernelConfig = wasmKernel<{ condition: TensorInfo; t: TensorInfo; e: TensorInfo }>(Select, ({ inputs, backend }) => {
  const { shape, dtype } = inputs.t;
  return util.sizeFromShape(shape) === 0 ? backend.makeOutput(shape, dtype) : runOriginal(backend, Select, inputs);
});
