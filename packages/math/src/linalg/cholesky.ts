import * as tf from "../tf.js";
import { fused } from "../fused.js";
import { exactProduct, exactQuotient, exactSum, roundedProduct, type Rounded } from "../rounded.js";
import { matmul } from "./matmul.js";
import { squareSize } from "./shapes.js";
import { diagonalMatrix, diagonalPart, transposeMatrix, tril } from "./triangle.js";
import { lowerTriangularInverse } from "./triangularInverse.js";
import { triangularSolve } from "./triangularSolve.js";

/**
 * Cholesky factor L, lower triangular with L Lᵀ = A, of symmetric positive definite matrices A, [..., n, n].
 *
 * Only the lower triangle of A is read. A matrix that is not positive definite to float32 gives NaN from the first
 * column at which that shows; add a small multiple of the identity where that is a matter of rounding. Nothing is read
 * back from the device.
 *
 * Gradient: the symmetric Ā = ½ L⁻ᵀ (P + Pᵀ) L⁻¹ with P the lower triangle of Lᵀ L̄, its diagonal halved;
 * derivatives of every order.
 *
 * Reference: Murray (2016), "Differentiation of the Cholesky decomposition", arXiv:1602.07527, eq. 8.
 */
export function cholesky(a: tf.Tensor): tf.Tensor {
  squareSize("cholesky", a);
  return fused("variate.cholesky", { a }, (inputs) => factor(inputs.a), {
    gradient: factorGradient,
  });
}

function factorGradient(dy: tf.Tensor, _: unknown, lower: tf.Tensor): { readonly a: tf.Tensor } {
  const inner = tril(matmul(transposeMatrix(lower), tril(dy)));
  const halved = tf.sub(inner, tf.mul(0.5, diagonalMatrix(diagonalPart(inner))));
  const inverse = lowerTriangularInverse(lower);
  const symmetric = tf.mul(0.5, tf.add(halved, transposeMatrix(halved)));
  return { a: matmul(matmul(transposeMatrix(inverse), symmetric), inverse) };
}

/**
 * `cholesky`, with twice the digits of float32 on the way to the factor: what nearly singular matrices lose of it is rounded
 * once. Ten times as dear.
 */
export function preciseCholesky(a: tf.Tensor): tf.Tensor {
  return fused("variate.preciseCholesky", { a }, (inputs) => preciseFactor(inputs.a), { gradient: factorGradient });
}

/** The columns of `factor`, and their errors. */
function preciseFactor(a: tf.Tensor): tf.Tensor {
  const n = squareSize("preciseCholesky", a);
  return tf.tidy(() => {
    let rest: Rounded = { value: tf.reshape(a, [-1, n, n]), error: tf.zerosLike(tf.reshape(a, [-1, n, n])) };
    const columns: tf.Tensor[] = [];
    for (let size = n; size > 0; size--) {
      const part = ({ value, error }: Rounded, begin: number[], shape: number[]): Rounded => ({ value: tf.slice(value, begin, shape), error: tf.slice(error, begin, shape) });
      const first = part(rest, [0, 0, 0], [-1, size, 1]);
      const pivot = part(first, [0, 0, 0], [-1, 1, 1]);
      const root = tf.sqrt(pivot.value);
      const square = exactProduct(root, root);
      const ofRoot = tf.div(tf.add(tf.sub(tf.sub(pivot.value, square.value), square.error), pivot.error), tf.mul(2, root));
      const quotient = exactQuotient(first.value, root);
      const column = { value: quotient.value, error: tf.add(quotient.error, tf.div(tf.sub(first.error, tf.mul(quotient.value, ofRoot)), root)) };
      columns.push(tf.pad(tf.add(column.value, column.error), [[0, 0], [n - size, 0], [0, 0]]));
      if (size === 1) break;
      const below = part(column, [0, 1, 0], [-1, size - 1, 1]);
      const product = roundedProduct(below, { value: transposeMatrix(below.value), error: transposeMatrix(below.error) });
      const trailing = part(rest, [0, 1, 1], [-1, size - 1, size - 1]);
      const difference = exactSum(trailing.value, tf.neg(product.value));
      // Errors that are no longer small beside what is left are moved into it.
      rest = exactSum(difference.value, tf.add(difference.error, tf.sub(trailing.error, product.error)));
    }
    return tf.reshape(tf.concat(columns, 2), a.shape);
  });
}

/** Column by column: each is scaled by the root of its pivot and its outer product is taken from what remains. */
function factor(a: tf.Tensor): tf.Tensor {
  const n = squareSize("cholesky", a);
  return tf.tidy(() => {
    let rest = tf.reshape(a, [-1, n, n]) as tf.Tensor3D;
    const columns: tf.Tensor[] = [];
    for (let size = n; size > 0; size--) {
      const first = tf.slice(rest, [0, 0, 0], [-1, size, 1]);
      // A pivot of zero or less makes the column NaN: 0/0 and √ of a negative number.
      const column = tf.div(first, tf.sqrt(tf.slice(first, [0, 0, 0], [-1, 1, 1])));
      columns.push(tf.pad(column, [[0, 0], [n - size, 0], [0, 0]]));
      if (size === 1) break;
      const below = tf.slice(column, [0, 1, 0], [-1, size - 1, 1]);
      const trailing = tf.slice(rest, [0, 1, 1], [-1, size - 1, size - 1]);
      rest = tf.sub(trailing, tf.mul(below, transposeMatrix(below))) as tf.Tensor3D;
    }
    return tf.reshape(tf.concat(columns, 2), a.shape);
  });
}

/**
 * The solution x, [..., n, k], of A x = b given the Cholesky factor L of A = L Lᵀ; batches broadcast.
 *
 * Gradient: through both triangular solves, to `lower` and `b`.
 */
export function choleskySolve(lower: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.tidy(() => triangularSolve(lower, triangularSolve(lower, b), { transpose: true }));
}

/**
 * log |A| of symmetric positive definite matrices, [..., n, n], in nats; shape [...]. NaN where A is not positive
 * definite.
 *
 * Gradient: A⁻¹.
 */
export function logDeterminant(a: tf.Tensor): tf.Tensor {
  squareSize("logDeterminant", a);
  return fused("variate.logDeterminant", { a }, (inputs) => tf.mul(2, triangularLogDeterminant(factor(inputs.a))), {
    gradient: (dy, inputs) => {
      const inverse = lowerTriangularInverse(cholesky(inputs.a));
      return { a: tf.mul(tf.reshape(dy, [...dy.shape, 1, 1]), matmul(transposeMatrix(inverse), inverse)) };
    },
  });
}

/**
 * log |det T| of triangular matrices, [..., n, n], in nats: Σ log |Tᵢᵢ|; shape [...]. Gradient: 1/Tᵢᵢ on the diagonal.
 */
export function triangularLogDeterminant(triangular: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.sum(tf.log(tf.abs(diagonalPart(triangular))), -1));
}
