import * as tf from "@tensorflow/tfjs-core";
import { defineGradient, zerosFor } from "./define.js";
import { firstMaximum, places, selectAtMaximum, windowPatches, type SlidingWindow } from "./windows.js";

interface DilationAttributes {
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number;
  readonly dilations: number | [number, number];
}

/**
 * Gradients of the gradients of morphological dilation, y = max over the window of x + filter.
 *
 * Both are linear in dy: the derivative reads at the place of each window's first maximum, which itself does not move.
 */
export const dilationGradients: readonly tf.GradConfig[] = [tf.Dilation2DBackpropInput, tf.Dilation2DBackpropFilter].map(
  (kernelName) =>
    defineGradient<DilationAttributes, "x" | "filter">(
      kernelName,
      { inputs: ["x", "filter"] },
      (dd, { x, filter }, attributes) => ({
        dy: () => {
          const window = dilationWindow(x, filter, attributes);
          const heights = places(window.size).map(([row, column]) => filterAt(filter, row as number, column as number));
          const sums = windowPatches(x, window, -Infinity).map((patch, i) => tf.add(patch, heights[i] as tf.Tensor));
          const highest = sums.reduce((a, b) => tf.maximum(a, b));
          if (kernelName === tf.Dilation2DBackpropInput) return selectAtMaximum(highest, sums, windowPatches(dd, window, 0));
          const steps = places(window.size).map(([row, column]) => filterAt(dd, row as number, column as number));
          return tf.addN(firstMaximum(highest, sums).map((mask, i) => tf.mul(mask, steps[i] as tf.Tensor)));
        },
        x: () => zerosFor(x),
        filter: () => zerosFor(filter),
      }),
    ),
);

/** The filter's element at one place, for each channel. */
function filterAt(filter: tf.Tensor, row: number, column: number): tf.Tensor {
  return tf.reshape(tf.slice(filter, [row, column, 0], [1, 1, -1]), [-1]);
}

function dilationWindow(x: tf.Tensor, filter: tf.Tensor, { strides, pad, dilations }: DilationAttributes): SlidingWindow {
  const info = tf.backend_util.computeDilation2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number],
    strides,
    pad,
    "NHWC",
    dilations,
  );
  return {
    size: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
    outputs: [info.outHeight, info.outWidth],
  };
}
