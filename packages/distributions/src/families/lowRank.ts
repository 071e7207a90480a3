import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { diagonalMatrix, matmul, transposeMatrix, withoutGradient } from "@variate/math";
import { orthogonalRows, type OrthogonalRows } from "./orthogonalRows.js";

// Covariances W Wᵀ + D by the orthonormal rows that span the columns of [A; I], A = D^{−½} W. Call these inside `tidy`.

/** An orthonormal basis of the columns of [A; I] as rows, [..., k, n + k], and ½ log |I + Aᵀ A|. */
export function capacitanceBasis(covFactor: Tensor, covDiag: Tensor): OrthogonalRows {
  const columns = transposeMatrix(tf.div(covFactor, tf.expandDims(tf.sqrt(covDiag), -1)));
  // Columns whose squares would overflow are measured in units of their largest element.
  const unit = withoutGradient(() => tf.maximum(1, tf.max(tf.abs(columns), -1, true)));
  const identity = diagonalMatrix(tf.squeeze(tf.div(1, unit), [-1]));
  const { rows, logLengths } = orthogonalRows(tf.concat([tf.div(columns, unit), identity], -1));
  return { rows, logLengths: tf.add(logLengths, tf.sum(tf.log(unit), [-2, -1])) };
}

/** ½ log |W Wᵀ + D|, by the determinant lemma. */
export function halfLogDeterminant({ logLengths }: OrthogonalRows, covDiag: Tensor): Tensor {
  return tf.add(logLengths, tf.mul(0.5, tf.sum(tf.log(covDiag), -1)));
}

/** Σ xᵀ (W Wᵀ + D)⁻¹ x over the rows x of [..., r, n]: what the basis leaves of D^{−½} x, squared. */
export function quadraticForm({ rows }: OrthogonalRows, covDiag: Tensor, x: Tensor): Tensor {
  const scaled = tf.div(x, tf.expandDims(tf.sqrt(covDiag), -2));
  const zeros = scaled.shape.map((_, axis): [number, number] => [0, axis === scaled.rank - 1 ? (rows.shape[rows.rank - 2] as number) : 0]);
  const outside = (y: Tensor): Tensor => tf.sub(y, matmul(matmul(y, transposeMatrix(rows)), rows));
  // Once is enough on paper; the second time takes away what rounding left.
  return tf.sum(tf.square(outside(outside(tf.pad(scaled, zeros)))), [-2, -1]);
}

/** The diagonal of D^{½} (W Wᵀ + D)⁻¹ D^{½}, [..., n]. */
export function inverseDiagonal({ rows }: OrthogonalRows, n: number): Tensor {
  const own = tf.slice(rows, rows.shape.map(() => 0), [...rows.shape.slice(0, -1), n]);
  return tf.sub(1, tf.sum(tf.square(own), -2));
}
