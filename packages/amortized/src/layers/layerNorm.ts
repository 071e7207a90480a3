import * as tf from "@tensorflow/tfjs-core";
import type { Shape } from "@variate/math";
import { ones, zeros } from "../initializers/constant.js";
import { positiveInteger } from "../internal/check.js";
import { overInput } from "../internal/leading.js";
import { openOrShaped } from "../internal/open.js";
import type { Layer, Module } from "../module.js";

/** Both of the shape of the normalized axes. */
export type LayerNormParams = { readonly scale: tf.Tensor; readonly bias: tf.Tensor };

export interface LayerNormOptions {
  /** Shape of one input. Left out, the layer takes the shape of what comes before it. */
  readonly inputs?: number | Shape;
  /** How many trailing axes are normalized together; by default 1: features, or the channels of one pixel. */
  readonly axes?: number;
  /** Added to the variance; by default 1e-5. */
  readonly epsilon?: number;
}

/**
 * Layer normalization: every example by itself to mean 0 and variance 1, then a learned scale and bias.
 *
 *   y = scale · (x − mean) / √(variance + epsilon) + bias,   variance the mean of (x − mean)²
 *
 * `scale` starts at 1 and `bias` at 0.
 *
 * @throws If the input shape has fewer axes than `axes`.
 *
 * Reference: Ba, Kiros and Hinton (2016).
 */
export function layerNorm(options: LayerNormOptions & { readonly inputs: number | Shape }): Module<LayerNormParams>;
export function layerNorm(options?: LayerNormOptions): Layer<LayerNormParams>;
export function layerNorm(options: LayerNormOptions = {}): Module<LayerNormParams> | Layer<LayerNormParams> {
  const { epsilon = 1e-5 } = options;
  const axes = positiveInteger("layerNorm", "axes", options.axes ?? 1);
  if (!(epsilon >= 0)) throw new RangeError(`layerNorm: expected an epsilon of at least 0; got ${String(epsilon)}.`);
  return openOrShaped("layerNorm", options.inputs, (inputShape) => {
    if (inputShape.length < axes) {
      throw new Error(`layerNorm: expected an input shape of at least ${axes} axes; got ${inputShape.length}.`);
    }
    const normalized = inputShape.slice(inputShape.length - axes);
    const trailing = normalized.map((_, i) => i - axes);
    return {
      inputShape,
      outputShape: inputShape,
      init: (key) => ({ scale: ones(key, normalized), bias: zeros(key, normalized) }),
      apply: (params, input) =>
        overInput("layerNorm", input, inputShape, (x) => {
          const centered = tf.sub(x, tf.mean(x, trailing, true));
          const variance = tf.mean(tf.square(centered), trailing, true);
          const standardized = tf.mul(centered, tf.rsqrt(tf.add(variance, epsilon)));
          return tf.add(tf.mul(standardized, params.scale), params.bias);
        }),
    };
  });
}
