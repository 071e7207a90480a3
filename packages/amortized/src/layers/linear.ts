import type * as tf from "@tensorflow/tfjs-core";
import { affine, shapeSize, type Shape } from "@variate/math";
import { zeros } from "../initializers/constant.js";
import type { Initializer } from "../initializers/initializer.js";
import { glorotUniform } from "../initializers/varianceScaling.js";
import { asShape } from "../internal/check.js";
import { overRows } from "../internal/leading.js";
import { openOrShaped } from "../internal/open.js";
import { initWeightAndBias } from "../internal/weightAndBias.js";
import type { Layer, Module } from "../module.js";

/** `weight` of shape [inputs, outputs]; `bias` of shape [outputs]. */
export type LinearParams = { readonly weight: tf.Tensor; readonly bias: tf.Tensor };

export interface LinearOptions {
  /** Size, or shape, of one input. Left out, the layer takes the shape of what comes before it. */
  readonly inputs?: number | Shape;
  /** Size, or shape, of one output. */
  readonly outputs: number | Shape;
  /** First values of the weight; by default `glorotUniform`. */
  readonly weight?: Initializer;
  /** First values of the bias; by default `zeros`. */
  readonly bias?: Initializer;
}

/**
 * A dense affine map, y = x W + b, of one input vector to one output vector. Shapes of several axes are read as
 * vectors, row-major.
 *
 * `init` draws with `[weight, bias] = splitKey(key, 2)`. One `affine`, however many leading dimensions.
 *
 * @throws On use, if the input does not end in the input shape.
 */
export function linear(options: LinearOptions & { readonly inputs: number | Shape }): Module<LinearParams>;
export function linear(options: LinearOptions): Layer<LinearParams>;
export function linear(options: LinearOptions): Module<LinearParams> | Layer<LinearParams> {
  const { weight = glorotUniform, bias = zeros } = options;
  const outputShape = asShape("linear", "outputs", options.outputs);
  const outputs = shapeSize(outputShape);
  return openOrShaped("linear", options.inputs, (inputShape) => {
    const inputs = shapeSize(inputShape);
    return {
      inputShape,
      outputShape,
      init: (key) =>
        initWeightAndBias(
          key,
          { weight, bias },
          { weight: [inputs, outputs], bias: [outputs] },
          { fanIn: inputs, fanOut: outputs },
        ),
      apply: (params, input) => {
        return overRows("linear", input, inputShape, outputShape, (x) => affine(x, params.weight, params.bias), [inputs]);
      },
    };
  });
}
