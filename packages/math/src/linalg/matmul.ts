import * as tf from "../tf.js";
import { operation } from "../fused.js";
import { broadcastShapes, formatShape, shapeSize } from "../shape.js";
import { sumToShape } from "../sumToShape.js";
import { transposeMatrix } from "./triangle.js";

/**
 * Products of matrices, [..., m, n] times [..., n, k], whose batch dimensions broadcast, with the right gradient.
 *
 * A single matrix on either side is multiplied with all of the other's at once, as one large product: on wasm that is
 * the fast kernel, and products of a batch are not.
 *
 * Gradient: Ā = C̄ Bᵀ and B̄ = Aᵀ C̄, summed over broadcast dimensions.
 *
 * @throws If an operand has no two last axes, if the inner sizes differ, or if the batches do not broadcast.
 */
export function matmul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.rank < 2 || b.rank < 2 || a.shape[a.rank - 1] !== b.shape[b.rank - 2]) {
    throw new Error(
      `matmul: expected matrices [..., m, n] and [..., n, k]; got ${formatShape(a.shape)} and ${formatShape(b.shape)}.`,
    );
  }
  return operation("variate.matmul", { a, b }, () => product(a, b), (dy, saved) => {
    const [x, y] = saved as [tf.Tensor, tf.Tensor];
    return {
      a: () => sumToShape(matmul(dy, transposeMatrix(y)), x.shape),
      b: () => sumToShape(matmul(transposeMatrix(x), dy), y.shape),
    };
  });
}

function product(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = broadcastShapes("matmul", { a: batchA, b: batchB });
  const [m, n] = a.shape.slice(-2) as [number, number];
  const k = b.shape[b.rank - 1] as number;
  return tf.tidy(() => {
    if (shapeSize(batchB) === 1) {
      const rows = tf.matMul(tf.reshape(a, [-1, n]), tf.reshape(b, [n, k]));
      return tf.reshape(rows, [...batch, m, k]);
    }
    if (shapeSize(batchA) === 1) {
      const columns = tf.matMul(tf.reshape(transposeMatrix(b), [-1, n]), transposeMatrix(tf.reshape(a, [m, n])));
      return transposeMatrix(tf.reshape(columns, [...batch, k, m]));
    }
    // tfjs's kernels misread batches of which each is broadcast along another axis.
    return tf.matMul(tf.broadcastTo(a, [...batch, m, n]), tf.broadcastTo(b, [...batch, n, k]));
  });
}
