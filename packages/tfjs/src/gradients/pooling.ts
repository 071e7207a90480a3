import * as tf from "@tensorflow/tfjs-core";
import { defineGradient, zerosFor } from "./define.js";
import { selectAtMaximum, windowPatches, type SlidingWindow } from "./windows.js";

interface PoolAttributes {
  readonly filterSize: number | number[];
  readonly strides: number | number[];
  readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Gradients of pooling, and of the gradients of pooling, which second derivatives of a pooled network need.
 *
 * Average pooling divides by the number of elements that a window has inside the image. tfjs's gradient divides by the
 * window's size, which is wrong at the border; scaling dy by the quotient first makes it right. As both are linear, the
 * derivative of that gradient is average pooling with the same scale.
 *
 * The derivative of max pooling's gradient by dy reads each window at the place of its first maximum, which itself
 * does not move.
 *
 * tfjs's gradients know no `dimRoundingMode`. Where one is set, both kinds are differentiated as sums over the places
 * of the window.
 */
export const poolingGradients: readonly tf.GradConfig[] = [
  ...([[tf.AvgPool, tf.AvgPoolGrad], [tf.AvgPool3D, tf.AvgPool3DGrad]] as const).flatMap(([forward, backward]) => [
    defineGradient<PoolAttributes, "x">(forward, { inputs: ["x"] }, (dy, { x }, attributes) => ({
      x: () =>
        roundsUp(attributes)
          ? tf.grad((moved) => windowMean(moved, attributes))(x, dy)
          : run(backward, { dy: tf.mul(dy, windowShare(x, attributes)), input: x }, attributes),
    })),
    defineGradient<PoolAttributes, "input">(backward, { inputs: ["input"] }, (ddx, { input }, attributes) => ({
      dy: () => tf.div(run(forward, { x: ddx }, attributes), windowShare(input, attributes)),
      input: () => zerosFor(input),
    })),
  ]), // prettier-ignore

  defineGradient<PoolAttributes, "x", "y">(tf.MaxPool, { inputs: ["x"], outputs: ["y"] }, (dy, { x, y }, attributes) => ({
    x: () =>
      roundsUp(attributes)
        ? tf.grad((moved) => readAtMaximum(moved, x, y, attributes))(x, dy)
        : run(tf.MaxPoolGrad, { dy, input: x, output: y }, attributes),
  })),
  defineGradient<PoolAttributes, "x", "y", tf.Tensor[]>(
    tf.MaxPoolWithArgmax,
    { inputs: ["x"], outputs: ["y", null] },
    ([dy], { x, y }, attributes) => ({
      x: () => run(tf.MaxPoolGrad, { dy: dy as tf.Tensor, input: x, output: y }, attributes),
    }),
  ),
  ...([tf.MaxPoolGrad, tf.MaxPool3DGrad] as const).map((kernelName) =>
    defineGradient<PoolAttributes, "input" | "output">(
      kernelName,
      { inputs: ["input", "output"] },
      (ddx, { input, output }, attributes) => ({
        dy: () => readAtMaximum(ddx, input, output, attributes),
        input: () => zerosFor(input),
        output: () => zerosFor(output),
      }),
    ),
  ),
];

function roundsUp({ dimRoundingMode }: PoolAttributes): boolean {
  return dimRoundingMode === "ceil" || dimRoundingMode === "round";
}

/** Average pooling in differentiable operations. */
function windowMean(x: tf.Tensor, attributes: PoolAttributes): tf.Tensor {
  const window = poolWindow(x, attributes);
  const size = window.size.reduce((product, length) => product * length, 1);
  return tf.mul(tf.addN(windowPatches(x, window, 0)), tf.div(windowShare(x, attributes), size));
}

/** `x` at the place of each window's first maximum, the maximum being that of `values`. */
function readAtMaximum(x: tf.Tensor, values: tf.Tensor, maximum: tf.Tensor, attributes: PoolAttributes): tf.Tensor {
  const window = poolWindow(values, attributes);
  return selectAtMaximum(maximum, windowPatches(values, window, -Infinity), windowPatches(x, window, 0));
}

function run(kernelName: string, inputs: tf.NamedTensorMap, attributes: PoolAttributes): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attributes as unknown as tf.NamedAttrMap);
}

/** For each window, its size over the number of its elements inside the image: [1, …outputs, 1]. */
function windowShare(input: tf.Tensor, attributes: PoolAttributes): tf.Tensor {
  const { size, strides, before, outputs } = poolWindow(input, attributes);
  const along = size.map((length, i) =>
    Array.from({ length: outputs[i] as number }, (_, output) => {
      const first = output * (strides[i] as number) - (before[i] as number);
      return length / (Math.min(first + length, input.shape[i + 1] as number) - Math.max(first, 0));
    }),
  );
  const shares = along.reduce<number[]>((outer, inner) => outer.flatMap((a) => inner.map((b) => a * b)), [1]);
  return tf.tensor(shares, [1, ...outputs, 1]);
}

function poolWindow(input: tf.Tensor, { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): SlidingWindow {
  if (input.rank === 4) {
    const info = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      filterSize as [number, number],
      strides as [number, number],
      1,
      pad,
      dimRoundingMode,
    );
    return {
      size: [info.filterHeight, info.filterWidth],
      strides: [info.strideHeight, info.strideWidth],
      dilations: [1, 1],
      before: [info.padInfo.top, info.padInfo.left],
      outputs: [info.outHeight, info.outWidth],
    };
  }
  const info = tf.backend_util.computePool3DInfo(
    input.shape as [number, number, number, number, number],
    filterSize as [number, number, number],
    strides as [number, number, number],
    1,
    pad as "same" | "valid" | number,
    dimRoundingMode,
  );
  return {
    size: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [1, 1, 1],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
    outputs: [info.outDepth, info.outHeight, info.outWidth],
  };
}
