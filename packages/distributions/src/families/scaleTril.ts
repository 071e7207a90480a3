import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, matmul, transposeMatrix, triangularSolve, tril } from "@variate/math";

// What the families with a lower Cholesky factor L share. Call these inside `tidy`.

/** The length of the last axis. */
export const lastSize = (x: Tensor): number => x.shape[x.rank - 1] as number;

/** @throws Unless `matrix` is square and of the size of `loc`. */
export function requireSameSize(family: string, loc: Tensor, name: string, matrix: Tensor): void {
  const [rows, columns] = matrix.shape.slice(-2);
  if (rows === columns && rows === lastSize(loc)) return;
  throw new Error(
    `${family}: expected loc [..., n] and ${name} [..., n, n]; got loc ${formatShape(loc.shape)}, ${name} ${formatShape(matrix.shape)}.`,
  );
}

/** @throws Unless `matrix` is square. */
export function requireSquare(family: string, name: string, matrix: Tensor): void {
  const [rows, columns] = matrix.shape.slice(-2);
  if (rows === columns) return;
  throw new Error(`${family}: expected ${name} [..., n, n]; got ${formatShape(matrix.shape)}.`);
}

/** L⁻¹ x for vectors x, [..., n]. */
export function whiten(scaleTril: Tensor, x: Tensor): Tensor {
  return tf.squeeze(triangularSolve(scaleTril, tf.expandDims(x, -1)), [-1]);
}

/** L ε for vectors ε, [..., n]: as rows, which one factor for all of them multiplies in a single product of matrices. */
export function correlate(scaleTril: Tensor, noise: Tensor): Tensor {
  return tf.squeeze(matmul(tf.expandDims(noise, -2), transposeMatrix(tril(scaleTril))), [-2]);
}

/** L Lᵀ. */
export function product(scaleTril: Tensor): Tensor {
  const lower = tril(scaleTril);
  return matmul(lower, transposeMatrix(lower));
}

/** The diagonal of L Lᵀ. */
export function productDiagonal(scaleTril: Tensor): Tensor {
  return tf.sum(tf.square(tril(scaleTril)), -1);
}
