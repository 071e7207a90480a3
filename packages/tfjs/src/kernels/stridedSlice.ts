import * as tf from "@tensorflow/tfjs-core";
import { shippedKernel } from "./original.js";
import type { StridedSliceAttributes } from "../stridedSliceAttributes.js";

/**
 * Strided slices that drop or add axes (`shrinkAxisMask`, `newAxisMask`).
 *
 * The originals lose count of the axes as soon as another axis has a stride, and read the wrong elements. Here the
 * slice is taken with all its axes, and then reshaped.
 */
export function stridedSliceKernel(backendName: string): tf.KernelConfig {
  return {
    kernelName: tf.StridedSlice,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const shipped = shippedKernel(tf.StridedSlice, backendName);
      const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs as unknown as StridedSliceAttributes;
      if (newAxisMask === 0 && shrinkAxisMask === 0) {
        return shipped({ inputs, backend, attrs: attrs ?? {} });
      }
      const x = inputs["x"] as tf.TensorInfo;
      const info = tf.slice_util.sliceInfo(x.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask);
      const plain = {
        begin: info.begin,
        end: info.end,
        strides: info.strides,
        beginMask: 0,
        // An end before the first element, −1, would count from the back; the mask says that the axis ends there.
        endMask: info.end.reduce((mask, stop, axis) => (stop < 0 ? mask | (1 << axis) : mask), 0),
        ellipsisMask: 0,
        newAxisMask: 0,
        shrinkAxisMask: 0,
      };
      const sliced = shipped({ inputs, backend, attrs: plain }) as tf.TensorInfo;
      return { dataId: sliced.dataId, dtype: sliced.dtype, shape: info.finalShape };
    },
  };
}
