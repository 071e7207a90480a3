import * as tf from "../tf.js";
import { diagonalMatrix, diagonalPart, matrixMask, transposeMatrix, tril } from "./triangle.js";
import { fused } from "../fused.js";
import { matmul } from "./matmul.js";
import { squareSize } from "./shapes.js";

/**
 * Inverse of lower-triangular matrices, [..., n, n]; what stands above the diagonal is not read.
 *
 * 4 log₂ n operations on whole matrices, where substitution takes some 5 n small ones. Starting from the inverse of the
 * diagonal, W holds the inverses of the diagonal blocks of size s; two neighbours with L₂₁ between them make one of
 * size 2s:
 *
 *   [L₁₁ 0; L₂₁ L₂₂]⁻¹ = [W₁ 0; −W₂ L₂₁ W₁  W₂]   so   W ← W − W (M ∘ L) W,
 *
 * with M the mask of all L₂₁. A zero on the diagonal gives infinities and NaN.
 *
 * Gradient: −Wᵀ W̄ Wᵀ, lower triangle.
 *
 * Reference: Higham (2002), §14.2.2.
 */
export function lowerTriangularInverse(lower: tf.Tensor): tf.Tensor {
  squareSize("lowerTriangularInverse", lower);
  return fused("variate.lowerTriangularInverse", { lower }, (inputs) => byDoubling(inputs.lower), {
    gradient: (dy, _, inverse) => {
      const transposed = transposeMatrix(inverse);
      return { lower: tf.neg(tril(matmul(matmul(transposed, dy), transposed))) };
    },
  });
}

function byDoubling(lower: tf.Tensor): tf.Tensor {
  const n = squareSize("lowerTriangularInverse", lower);
  return tf.tidy(() => {
    let inverse = diagonalMatrix(tf.div(1, diagonalPart(lower)));
    for (let size = 1; size < n; size *= 2) {
      const between = matrixMask(n, n, (row, column) => {
        const block = Math.floor(row / size);
        return block % 2 === 1 && Math.floor(column / size) === block - 1;
      });
      const coupling = tf.where(between, lower, tf.zerosLike(lower));
      inverse = tf.sub(inverse, matmul(matmul(inverse, coupling), inverse));
    }
    return inverse;
  });
}
