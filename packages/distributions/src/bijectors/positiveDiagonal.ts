import * as tf from "@variate/math/tf";
import { diagonalPart, setDiagonal } from "@variate/math";
import { lowerCholesky, lowerTriangular } from "../constraints.js";
import { bijector, type Bijector } from "./bijector.js";

/**
 * Lower-triangular matrices with the diagonal passed through exp: what makes them Cholesky factors.
 *
 *   Yᵢᵢ = exp(Xᵢᵢ),   log |det J| = Σ Xᵢᵢ, in the entries of the triangle
 */
export const positiveDiagonal: Bijector<"positiveDiagonal"> = bijector(
  {
    name: "positiveDiagonal", domain: lowerTriangular, codomain: lowerCholesky,
    forward: (x) => setDiagonal(x, tf.exp(diagonalPart(x))),
    inverse: (y) => setDiagonal(y, tf.log(diagonalPart(y))),
    forwardLogDet: (x) => tf.sum(diagonalPart(x), -1),
    inverseLogDet: (y) => tf.neg(tf.sum(tf.log(diagonalPart(y)), -1)),
  },
  {},
);
