import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { real } from "../constraints.js";
import { nonZero } from "../constraints/numbers.js";
import { readParameters } from "../parameters.js";
import { bijector, type AffineMap, type Bijector, type Monotone } from "./bijector.js";

export interface Scale extends Bijector<"scale">, AffineMap, Monotone {
  readonly scale: Tensor;
}

const constraints = { scale: nonZero };

/**
 * y = factor · x, elementwise, log |dy/dx| = log |factor|.
 *
 * @param factor - Of either sign; not 0. Its shape is the batch shape; the result calls it `scale`.
 */
export function scale(factor: NumericInput): Scale {
  const { tensors, batchShape } = readParameters("scale", constraints, { scale: factor });
  return bijector(
    {
      name: "scale", domain: real, codomain: real, batchShape, constraints,
      remake: ({ scale: other }: { readonly scale: Tensor }) => scale(other),
      forward: (x) => tf.mul(tensors.scale, x),
      inverse: (y) => tf.div(y, tensors.scale),
      forwardLogDet: () => tf.log(tf.abs(tensors.scale)),
    },
    { ...tensors, affine: true, direction: () => tf.sign(tensors.scale) },
  );
}
