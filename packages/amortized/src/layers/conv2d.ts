import * as tf from "@tensorflow/tfjs-core";
import { zeros } from "../initializers/constant.js";
import type { Initializer } from "../initializers/initializer.js";
import { glorotUniform } from "../initializers/varianceScaling.js";
import { asImageShape, asPair, positiveInteger, type ImageShape, type Pair } from "../internal/check.js";
import { overRows } from "../internal/leading.js";
import { openOrShaped } from "../internal/open.js";
import { initWeightAndBias } from "../internal/weightAndBias.js";
import type { Layer, Module } from "../module.js";

/** `weight` of shape [height, width, inputs, outputs]; `bias` of shape [outputs]. */
export type Conv2dParams = { readonly weight: tf.Tensor; readonly bias: tf.Tensor };

export interface Conv2dOptions {
  /** Shape of one image, [height, width, channels]. Left out, the layer takes the shape of what comes before it. */
  readonly inputs?: ImageShape;
  /** Number of output channels. */
  readonly filters: number;
  /** Height and width of the kernel. */
  readonly kernel: Pair;
  /** Step between positions of the kernel; by default 1. */
  readonly strides?: Pair;
  /** `same` (the default) pads with zeros so that only strides shrink the image; `valid` does not pad. */
  readonly padding?: "same" | "valid";
  /** First values of the weight; by default `glorotUniform`. */
  readonly weight?: Initializer;
  /** First values of the bias; by default `zeros`. */
  readonly bias?: Initializer;
}

/**
 * A two-dimensional convolution (cross-correlation, as in every library) of channels-last images, plus a bias.
 *
 *   y[i, j, o] = b[o] + Σ over u, v, c of x[i·s + u − p, j·s + v − p, c] W[u, v, c, o]
 *
 * Output height: ⌈height / s⌉ for `same`, with p half of the padding needed, rounded down; ⌊(height − kernel) / s⌋ + 1
 * and p = 0 for `valid`. `init` draws with `[weight, bias] = splitKey(key, 2)`.
 *
 * @throws If the input shape is not [height, width, channels], or smaller than the kernel when `valid`.
 */
export function conv2d(options: Conv2dOptions & { readonly inputs: ImageShape }): Module<Conv2dParams>;
export function conv2d(options: Conv2dOptions): Layer<Conv2dParams>;
export function conv2d(options: Conv2dOptions): Module<Conv2dParams> | Layer<Conv2dParams> {
  const { padding = "same", weight = glorotUniform, bias = zeros } = options;
  const filters = positiveInteger("conv2d", "filters", options.filters);
  const kernel = asPair("conv2d", "kernel", options.kernel);
  const strides = asPair("conv2d", "strides", options.strides ?? 1);
  return openOrShaped("conv2d", options.inputs, (shape) => {
    const inputShape = asImageShape("conv2d", shape);
    const [height, width, channels] = inputShape;
    const outputShape: ImageShape = [
      convolvedSize(height, kernel[0], strides[0], padding),
      convolvedSize(width, kernel[1], strides[1], padding),
      filters,
    ];
    const fans = { fanIn: kernel[0] * kernel[1] * channels, fanOut: kernel[0] * kernel[1] * filters };
    return {
      inputShape,
      outputShape,
      init: (key) => initWeightAndBias(key, { weight, bias }, { weight: [...kernel, channels, filters], bias: [filters] }, fans),
      apply: (params, input) =>
        overRows("conv2d", input, inputShape, outputShape, (x) =>
          tf.add(tf.conv2d(x as tf.Tensor4D, params.weight as tf.Tensor4D, strides, padding), params.bias),
        ),
    };
  });
}

function convolvedSize(size: number, kernel: number, stride: number, padding: "same" | "valid"): number {
  if (padding === "same") return Math.ceil(size / stride);
  if (size < kernel) {
    throw new Error(`conv2d: expected images of at least the kernel's size ${kernel}; got ${size}. Use padding "same".`);
  }
  return Math.floor((size - kernel) / stride) + 1;
}
