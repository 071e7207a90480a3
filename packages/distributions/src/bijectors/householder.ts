import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { realVector } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, zero, type AffineMap, type Bijector } from "./bijector.js";
import { ofLength } from "./ofLength.js";
import { dot, length } from "./vectors.js";

export interface Householder extends Bijector<"householder">, AffineMap {
  readonly normal: Tensor;
}

const constraints = { normal: realVector };

/**
 * The reflection of vectors in the plane through 0 to which `normal` is perpendicular; its own inverse, log-determinant 0.
 *
 *   y = x − 2 v vᵀx,   v = normal / ‖normal‖
 *
 * @param normal - [..., n], of any length but 0.
 */
export function householder(normal: NumericInput): Householder {
  const { tensors, batchShape } = readParameters("householder", constraints, { normal });
  const map = (x: Tensor): Tensor => reflect(x, tensors.normal);
  const sized = ofLength(tensors.normal.shape.at(-1) as number);
  return bijector(
    {
      name: "householder", domain: realVector, codomain: realVector, batchShape, constraints,
      remake: ({ normal: other }: { readonly normal: Tensor }) => householder(other),
      forward: map, inverse: map, forwardLogDet: zero, forwardShape: sized, inverseShape: sized,
    },
    { ...tensors, affine: true },
  );
}

export function reflect(x: Tensor, normal: Tensor): Tensor {
  const unit = tf.div(normal, length(normal));
  return tf.sub(x, tf.mul(tf.mul(2, unit), dot(unit, x)));
}
