import * as tf from "@tensorflow/tfjs-core";
import { zeros } from "../initializers/constant.js";
import { glorotUniform } from "../initializers/varianceScaling.js";
import { asImageShape, asPair, positiveInteger, type ImageShape } from "../internal/check.js";
import { overRows } from "../internal/leading.js";
import { openOrShaped } from "../internal/open.js";
import { initWeightAndBias } from "../internal/weightAndBias.js";
import type { Layer, Module } from "../module.js";
import type { Conv2dOptions } from "./conv2d.js";

/** `weight` of shape [height, width, outputs, inputs], as the convolution it is the adjoint of; `bias` [outputs]. */
export type Conv2dTransposeParams = { readonly weight: tf.Tensor; readonly bias: tf.Tensor };

/** As `Conv2dOptions`; strides enlarge the image. */
export type Conv2dTransposeOptions = Conv2dOptions;

/**
 * The transposed convolution: the adjoint of `conv2d` with the same weight, strides and padding, plus a bias.
 *
 *   ⟨conv2dTranspose(x), y⟩ = ⟨x, conv2d(y)⟩ for all x and y, biases at 0
 *
 * Output height: height · stride for `same`; height · stride + max(kernel − stride, 0) for `valid`.
 * `init` draws with `[weight, bias] = splitKey(key, 2)`; the fans are those of this direction, from inputs to outputs.
 *
 * @throws If the input shape is not [height, width, channels].
 */
export function conv2dTranspose(
  options: Conv2dTransposeOptions & { readonly inputs: ImageShape },
): Module<Conv2dTransposeParams>;
export function conv2dTranspose(options: Conv2dTransposeOptions): Layer<Conv2dTransposeParams>;
export function conv2dTranspose(
  options: Conv2dTransposeOptions,
): Module<Conv2dTransposeParams> | Layer<Conv2dTransposeParams> {
  const { padding = "same", weight = glorotUniform, bias = zeros } = options;
  const filters = positiveInteger("conv2dTranspose", "filters", options.filters);
  const kernel = asPair("conv2dTranspose", "kernel", options.kernel);
  const strides = asPair("conv2dTranspose", "strides", options.strides ?? 1);
  return openOrShaped("conv2dTranspose", options.inputs, (shape) => {
    const inputShape = asImageShape("conv2dTranspose", shape);
    const [height, width, channels] = inputShape;
    const overlap = (axis: 0 | 1) => (padding === "same" ? 0 : Math.max(kernel[axis] - strides[axis], 0));
    const outputShape: ImageShape = [height * strides[0] + overlap(0), width * strides[1] + overlap(1), filters];
    const fans = { fanIn: kernel[0] * kernel[1] * channels, fanOut: kernel[0] * kernel[1] * filters };
    return {
      inputShape,
      outputShape,
      init: (key) => initWeightAndBias(key, { weight, bias }, { weight: [...kernel, filters, channels], bias: [filters] }, fans),
      apply: (params, input) =>
        overRows("conv2dTranspose", input, inputShape, outputShape, (x) => {
          const rows: [number, number, number, number] = [x.shape[0] as number, ...outputShape];
          const filter = params.weight as tf.Tensor4D;
          return tf.add(tf.conv2dTranspose(x as tf.Tensor4D, filter, rows, strides, padding), params.bias);
        }),
    };
  });
}
