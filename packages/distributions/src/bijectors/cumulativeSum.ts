import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { realVector } from "../constraints.js";
import { bijector, zero, type AffineMap, type Bijector } from "./bijector.js";
import { lastSlice } from "./vectors.js";

/** yᵢ = x₁ + … + xᵢ, of vectors; the inverse takes differences, and the log-determinant is 0. */
export const cumulativeSum: Bijector<"cumulativeSum"> & AffineMap = bijector(
  {
    name: "cumulativeSum", domain: realVector, codomain: realVector,
    forward: (x) => tf.cumsum(x, x.rank - 1),
    inverse: differences,
    forwardLogDet: zero,
  },
  { affine: true },
);

/** y₁, y₂ − y₁, y₃ − y₂, … */
export function differences(y: Tensor): Tensor {
  const n = y.shape[y.rank - 1] as number;
  if (n < 2) return tf.clone(y);
  const steps = tf.sub(lastSlice(y, 1, n - 1), lastSlice(y, 0, n - 1));
  return tf.concat([lastSlice(y, 0, 1), steps], y.rank - 1);
}
