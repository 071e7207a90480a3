import * as tf from "@tensorflow/tfjs-core";
import { formatShape, shapeSize } from "@variate/math";
import { normalArray } from "@variate/random";
import type { Initializer } from "./initializer.js";

/**
 * `gain` times a matrix drawn uniformly (Haar) from those with orthonormal columns or, when it is wider than high,
 * orthonormal rows. All axes but the last are taken together as rows.
 *
 * The draws of `normalDraws(key, [long side, short side])` are orthonormalized in float64, column by column, which
 * leaves the triangular factor's diagonal positive.
 *
 * @throws On use, if the shape has fewer than two axes.
 *
 * Reference: Saxe, McClelland and Ganguli (2014).
 */
export function orthogonal({ gain = 1 }: { readonly gain?: number } = {}): Initializer {
  return (key, shape) => {
    if (shape.length < 2) {
      throw new Error(`orthogonal: expected a shape of two or more axes; got ${formatShape(shape)}.`);
    }
    const columns = shape.at(-1) as number;
    const rows = shapeSize(shape.slice(0, -1));
    const long = Math.max(rows, columns);
    const short = Math.min(rows, columns);
    const basis = orthonormalColumns(normalArray(key, [long, short]), long, short);
    const weights = new Float32Array(rows * columns);
    for (let i = 0; i < long; i++) {
      for (let j = 0; j < short; j++) {
        const element = gain * ((basis[j] as Float64Array)[i] as number);
        weights[rows >= columns ? i * columns + j : j * columns + i] = element;
      }
    }
    return tf.tensor(weights, [...shape], "float32");
  };
}

/** Gram–Schmidt on the columns of a row-major matrix; each column is projected twice, which suffices for float64. */
function orthonormalColumns(matrix: Float32Array, rows: number, columns: number): Float64Array[] {
  const basis: Float64Array[] = [];
  for (let j = 0; j < columns; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => matrix[i * columns + j] as number);
    for (let pass = 0; pass < 2; pass++) for (const earlier of basis) subtractProjection(column, earlier);
    const norm = Math.sqrt(dot(column, column));
    for (let i = 0; i < rows; i++) column[i] = (column[i] as number) / norm;
    basis.push(column);
  }
  return basis;
}

function subtractProjection(column: Float64Array, unit: Float64Array): void {
  const along = dot(column, unit);
  for (let i = 0; i < column.length; i++) column[i] = (column[i] as number) - along * (unit[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i] as number) * (b[i] as number);
  return total;
}
