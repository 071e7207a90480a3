import * as tf from "../tf.js";
import { select } from "../masks.js";
import { formatShape } from "../shape.js";
import { squareSize } from "./shapes.js";

/** Boolean [rows, columns], true where `keep(row, column)`. */
export function matrixMask(rows: number, columns: number, keep: (row: number, column: number) => boolean): tf.Tensor2D {
  const values = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) values[row * columns + column] = Number(keep(row, column));
  }
  return tf.tensor2d(values, [rows, columns], "bool");
}

function matrixSides(caller: string, x: tf.Tensor): [number, number] {
  if (x.rank < 2) throw new Error(`${caller}: expected matrices, [..., m, n]; got ${formatShape(x.shape)}.`);
  return x.shape.slice(-2) as [number, number];
}

/**
 * The lower triangle of each matrix of shape [..., m, n], zeros elsewhere.
 *
 * @param diagonal - The last diagonal kept: 0 the main one, −1 the one below it, 1 the one above.
 */
export function tril(x: tf.Tensor, diagonal = 0): tf.Tensor {
  const sides = matrixSides("tril", x);
  return tf.tidy(() => select(matrixMask(...sides, (row, column) => column - row <= diagonal), x, 0));
}

/**
 * The upper triangle of each matrix of shape [..., m, n], zeros elsewhere.
 *
 * @param diagonal - The first diagonal kept: 0 the main one, 1 the one above it, −1 the one below.
 */
export function triu(x: tf.Tensor, diagonal = 0): tf.Tensor {
  const sides = matrixSides("triu", x);
  return tf.tidy(() => select(matrixMask(...sides, (row, column) => column - row >= diagonal), x, 0));
}

/** The main diagonal, [..., n], of square matrices of shape [..., n, n]. */
export function diagonalPart(x: tf.Tensor): tf.Tensor {
  const n = squareSize("diagonalPart", x);
  const batch = x.shape.slice(0, -2);
  // Of the n² entries in row-major order the diagonal is every (n + 1)-th: the first column once rows have n + 1.
  return tf.tidy(() => {
    const flat = tf.reshape(x, [-1, n * n]);
    const rows = tf.reshape(tf.pad2d(flat as tf.Tensor2D, [[0, 0], [0, n]]), [-1, n + 1]);
    return tf.reshape(tf.slice(rows, [0, 0], [-1, 1]), [...batch, n]);
  });
}

/** Square matrices [..., n, n] with `diagonal`, [..., n], on the main diagonal and zeros elsewhere. */
export function diagonalMatrix(diagonal: tf.Tensor): tf.Tensor {
  const n = diagonal.shape[diagonal.rank - 1];
  if (n === undefined) throw new Error("diagonalMatrix: expected vectors, [..., n]; got [].");
  return tf.tidy(() => select(matrixMask(n, n, (row, column) => row === column), tf.expandDims(diagonal, -1), 0));
}

/** Square matrices [..., n, n] with the main diagonal replaced by `diagonal`, [..., n]; batches broadcast. */
export function setDiagonal(x: tf.Tensor, diagonal: tf.Tensor): tf.Tensor {
  const n = squareSize("setDiagonal", x);
  const length = diagonal.shape[diagonal.rank - 1];
  if (length !== n) {
    throw new Error(`setDiagonal: expected a diagonal of shape [..., ${n}]; got ${formatShape(diagonal.shape)}.`);
  }
  return tf.tidy(() => select(matrixMask(n, n, (row, column) => row === column), tf.expandDims(diagonal, -1), x));
}

/** Swaps the last two axes. */
export function transposeMatrix(x: tf.Tensor): tf.Tensor {
  const last = x.rank - 1;
  return tf.transpose(x, [...Array(last - 1).keys(), last, last - 1]);
}
