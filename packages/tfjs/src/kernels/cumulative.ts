import * as tf from "@tensorflow/tfjs-core";
import { shippedKernel } from "./original.js";

/**
 * Running sums and products along an axis that is counted from the back, as −1 is. The originals take it for an axis
 * of its own: cpu throws or permutes wrongly, and wasm reads memory that is not its own.
 */
export function cumulativeKernel(kernelName: string, backendName: string): tf.KernelConfig {
  return {
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const axis = tf.util.parseAxisParam(attrs?.["axis"] as number, (inputs["x"] as tf.TensorInfo).shape)[0] as number;
      return shippedKernel(kernelName, backendName)({ inputs, backend, attrs: { ...attrs, axis } });
    },
  };
}
