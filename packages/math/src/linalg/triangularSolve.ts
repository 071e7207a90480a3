import * as tf from "../tf.js";
import { fused } from "../fused.js";
import { broadcastShapes, formatShape } from "../shape.js";
import { select } from "../masks.js";
import { sumToShape } from "../sumToShape.js";
import { matmul } from "./matmul.js";
import { squareSize } from "./shapes.js";
import { transposeMatrix, tril, triu } from "./triangle.js";
import { lowerTriangularInverse } from "./triangularInverse.js";

export interface TriangularSolveOptions {
  /** Whether `a` is lower triangular, the default, or upper. The other triangle is not read. */
  readonly lower?: boolean;
  /** Solve aᵀ x = b in place of a x = b. */
  readonly transpose?: boolean;
}

/**
 * The solution x, [..., n, k], of a x = b for triangular matrices a, [..., n, n], and b, [..., n, k]. Batches
 * broadcast.
 *
 * As accurate as substitution: the product with the inverse is followed by one step of refinement. A zero on the
 * diagonal gives infinities and NaN.
 *
 * Gradient: b̄ = a⁻ᵀ x̄ and ā = −b̄ xᵀ within the triangle; derivatives of every order.
 *
 * @throws If `a` is not square, if `b` is no matrix with as many rows, or if the batches do not broadcast.
 *
 * Reference: Higham (2002), §12.1 and §14.2; Giles (2008), "Collected matrix derivative results", 2.3.
 */
export function triangularSolve(a: tf.Tensor, b: tf.Tensor, options: TriangularSolveOptions = {}): tf.Tensor {
  const { lower = true, transpose = false } = options;
  const n = squareSize("triangularSolve", a);
  if (b.rank < 2 || b.shape[b.rank - 2] !== n) {
    throw new Error(
      `triangularSolve: expected a right side of shape [..., ${n}, k]; got ${formatShape(b.shape)}. ` +
        "Give a vector as a matrix of one column.",
    );
  }
  broadcastShapes("triangularSolve", { "a (batch)": a.shape.slice(0, -2), "b (batch)": b.shape.slice(0, -2) });
  return fused("variate.triangularSolve", { a, b }, (inputs) => solve(inputs.a, inputs.b, lower, transpose), {
    attributes: { lower, transpose },
    gradient: (dy, inputs, x) => {
      const ofB = triangularSolve(inputs.a, dy, { lower, transpose: !transpose });
      const outer = transpose ? matmul(x, transposeMatrix(ofB)) : matmul(ofB, transposeMatrix(x));
      const ofA = tf.neg(lower ? tril(outer) : triu(outer));
      return { a: sumToShape(ofA, inputs.a.shape), b: sumToShape(ofB, inputs.b.shape) };
    },
  });
}

function solve(a: tf.Tensor, b: tf.Tensor, lower: boolean, transpose: boolean): tf.Tensor {
  return tf.tidy(() => {
    const triangle = lower ? tril(a) : triu(a);
    const inverseOfLower = lowerTriangularInverse(lower ? triangle : transposeMatrix(triangle));
    const matrix = transpose ? transposeMatrix(triangle) : triangle;
    const inverse = lower === transpose ? transposeMatrix(inverseOfLower) : inverseOfLower;
    const x = matmul(inverse, b);
    const correction = matmul(inverse, tf.sub(b, matmul(matrix, x)));
    // Where x overflows the residual is ∞ − ∞.
    return tf.add(x, select(tf.isFinite(correction), correction, 0));
  });
}
