import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { real } from "../constraints.js";
import { nonZero } from "../constraints/numbers.js";
import { readParameters } from "../parameters.js";
import { bijector, type AffineMap, type Bijector, type Monotone } from "./bijector.js";

export interface AffineParameters {
  readonly shift: NumericInput;
  readonly scale: NumericInput;
}

export interface Affine extends Bijector<"affine">, AffineMap, Monotone {
  readonly shift: Tensor;
  readonly scale: Tensor;
}

const constraints = { shift: real, scale: nonZero };

/**
 * y = shift + scale · x, elementwise.
 *
 *   log |dy/dx| = log |scale|
 *
 * @param parameters.shift - Where 0 goes.
 * @param parameters.scale - Of either sign; not 0. Both broadcast to the batch shape.
 * @throws If `shift` and `scale` do not broadcast together.
 */
export function affine(parameters: AffineParameters): Affine {
  const { tensors, batchShape } = readParameters("affine", constraints, parameters);
  const { shift, scale } = tensors;
  return bijector(
    {
      name: "affine", domain: real, codomain: real, batchShape, constraints, remake: affine,
      forward: (x) => tf.add(shift, tf.mul(scale, x)),
      inverse: (y) => tf.div(tf.sub(y, shift), scale),
      forwardLogDet: () => tf.log(tf.abs(scale)),
    },
    { shift, scale, affine: true, direction: () => tf.sign(scale) },
  );
}
