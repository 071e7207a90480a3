import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { transposeMatrix } from "@variate/math";

/** Orthonormal rows that span those given, and Σ log of the lengths that were divided out. */
export interface OrthogonalRows {
  /** Shape [..., k, m]. */
  readonly rows: Tensor;
  /** ½ log |V Vᵀ|, shape [...]. */
  readonly logLengths: Tensor;
}

/**
 * Modified Gram–Schmidt on the k rows of V, [..., k, m]: the triangular factor of V Vᵀ without forming that product,
 * whose condition number is the square of that of V. Call it inside `tidy`.
 *
 * Reference: Björck (1967), "Solving linear least squares problems by Gram–Schmidt orthogonalization".
 */
export function orthogonalRows(v: Tensor): OrthogonalRows {
  const [k, m] = v.shape.slice(-2) as [number, number];
  let rest = tf.reshape(v, [-1, k, m]) as tf.Tensor3D;
  const rows: Tensor[] = [];
  const lengths: Tensor[] = [];
  for (let size = k; size > 0; size--) {
    const first = tf.slice(rest, [0, 0, 0], [-1, 1, m]);
    const length = tf.sqrt(tf.sum(tf.square(first), -1, true));
    const unit = tf.div(first, length);
    rows.push(unit);
    lengths.push(length);
    if (size === 1) break;
    const below = tf.slice(rest, [0, 1, 0], [-1, size - 1, m]);
    rest = tf.sub(below, tf.mul(tf.matMul(below, transposeMatrix(unit)), unit)) as tf.Tensor3D;
  }
  const batch = v.shape.slice(0, -2);
  return {
    rows: tf.reshape(tf.concat(rows, 1), v.shape),
    logLengths: tf.reshape(tf.sum(tf.log(tf.concat(lengths, 1)), [-2, -1]), batch),
  };
}
