import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { cholesky, diagonalPart, transposeMatrix, triu } from "@variate/math";
import { all, arrays, isFinite, TOLERANCE } from "./constraint.js";

/** Square matrices of finite numbers with zeros above the diagonal. */
export const lowerTriangular = /* @__PURE__ */ arrays("lowerTriangular", "lower-triangular matrices", 2, false, isTriangle);

/** Lower-triangular matrices with a positive diagonal. */
export const lowerCholesky = /* @__PURE__ */ arrays("lowerCholesky", "lower-triangular matrices with a positive diagonal", 2, false, isFactor);

/** Cholesky factors of correlation matrices: lower-triangular, rows of length 1 (to 1e-5), a positive diagonal. */
export const correlationCholesky = /* @__PURE__ */ arrays("correlationCholesky", "Cholesky factors of correlation matrices", 2, false, (x) => {
  const lengths = tf.sqrt(tf.sum(tf.square(x), -1));
  return all([isFactor(x), tf.all(tf.lessEqual(tf.abs(tf.sub(lengths, 1)), TOLERANCE), -1)]);
});

/**
 * Symmetric matrices with positive eigenvalues: aᵢⱼ − aⱼᵢ is at most 1e-5 √(aᵢᵢ aⱼⱼ), and `cholesky` in float32 succeeds.
 */
export const positiveDefinite = /* @__PURE__ */ arrays("positiveDefinite", "symmetric positive definite matrices", 2, false, (x) => {
  const scale = tf.sqrt(diagonalPart(x));
  const allowed = tf.mul(TOLERANCE, tf.mul(tf.expandDims(scale, -1), tf.expandDims(scale, -2)));
  const skew = tf.abs(tf.sub(x, transposeMatrix(x)));
  return all([tf.all(tf.lessEqual(skew, allowed), [-2, -1]), tf.all(tf.greater(diagonalPart(cholesky(x)), 0), -1)]);
});

function isTriangle(x: Tensor): Tensor {
  return all([tf.all(isFinite(x), [-2, -1]), tf.all(tf.equal(triu(x, 1), 0), [-2, -1])]);
}

function isFactor(x: Tensor): Tensor {
  return all([isTriangle(x), tf.all(tf.greater(diagonalPart(x), 0), -1)]);
}
