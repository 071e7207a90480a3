import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { cholesky, diagonalPart, matmul, transposeMatrix, tril } from "@variate/math";
import { lowerCholesky, positiveDefinite } from "../constraints.js";
import { bijector, type Bijector } from "./bijector.js";

/**
 * Y = L Lᵀ, from Cholesky factors onto the positive definite matrices.
 *
 *   log |det J| = n log 2 + Σ (n + 1 − i) log Lᵢᵢ, in the entries of the lower triangle
 *
 * Its inverse is `cholesky`.
 */
export const choleskyProduct: Bijector<"choleskyProduct"> = bijector(
  {
    name: "choleskyProduct", domain: lowerCholesky, codomain: positiveDefinite,
    forward: (x) => {
      const lower = tril(x);
      return matmul(lower, transposeMatrix(lower));
    },
    inverse: cholesky,
    forwardLogDet,
  },
  {},
);

function forwardLogDet(x: Tensor): Tensor {
  const n = x.shape[x.rank - 1] as number;
  const powers = tf.tensor1d(Array.from({ length: n }, (_, i) => n - i));
  return tf.add(tf.sum(tf.mul(powers, tf.log(diagonalPart(x))), -1), n * Math.LN2);
}
