import * as tf from "@variate/math/tf";
import { formatShape, type Shape } from "@variate/math";
import { lowerTriangular, realVector } from "../constraints.js";
import { bijector, zero, type AffineMap, type Bijector } from "./bijector.js";
import { rearrange } from "./vectors.js";

/**
 * Vectors of length n (n + 1) / 2 as lower-triangular n × n matrices, row by row: [a, b, c] as [[a, 0], [b, c]]. The
 * log-determinant is 0.
 *
 * @throws If a vector has no such length, or a matrix is not square.
 */
export const fillTriangular: Bijector<"fillTriangular"> & AffineMap = bijector(
  {
    name: "fillTriangular", domain: realVector, codomain: lowerTriangular,
    forward: (x) => {
      const n = triangleSide(x.shape[x.rank - 1] as number);
      const matrix = rearrange(x, trianglePlaces(n, 0));
      return tf.reshape(matrix, [...x.shape.slice(0, -1), n, n]);
    },
    inverse: (y) => {
      const n = y.shape[y.rank - 1] as number;
      return rearrange(tf.reshape(y, [...y.shape.slice(0, -2), n * n]), entriesOfTriangle(n, 0));
    },
    forwardLogDet: zero,
    forwardShape: (event, caller) => sideOfVector(event, caller, 0),
    inverseShape: (event, caller) => vectorOfSide(event, caller, 0),
  },
  { affine: true },
);

/** n with n (n + 1) / 2 = size, or a fraction. */
function triangleSide(size: number): number {
  return (Math.sqrt(8 * size + 1) - 1) / 2;
}

/** [n, n] for a vector that fills the triangle up to the diagonal, or with `skipped` 1 the one strictly below it. */
export function sideOfVector(event: Shape, caller: string, skipped: 0 | 1): Shape {
  const n = triangleSide(event[0] as number) + skipped;
  if (!Number.isInteger(n)) {
    const length = skipped === 0 ? "n (n + 1) / 2" : "n (n − 1) / 2";
    throw new Error(`${caller}: expected vectors of length ${length}; got ${formatShape(event)}.`);
  }
  return [n, n];
}

/** The length of the vector that fills such a triangle of an [n, n] matrix. */
export function vectorOfSide(event: Shape, caller: string, skipped: 0 | 1): Shape {
  const [n, columns] = event as [number, number];
  if (n !== columns) throw new Error(`${caller}: expected square matrices; got ${formatShape(event)}.`);
  return [((n - skipped) * (n - skipped + 1)) / 2];
}

/** For each entry of an n × n matrix its place in the vector, −1 outside the triangle. */
export function trianglePlaces(n: number, skipped: 0 | 1): number[] {
  let next = 0;
  return Array.from({ length: n * n }, (_, i) => (i % n <= Math.floor(i / n) - skipped ? next++ : -1));
}

/** The entries of an n × n matrix that lie in the triangle, row by row. */
export function entriesOfTriangle(n: number, skipped: 0 | 1): number[] {
  return Array.from({ length: n * n }, (_, i) => i).filter((i) => i % n <= Math.floor(i / n) - skipped);
}
