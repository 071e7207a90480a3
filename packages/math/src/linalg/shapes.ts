import type * as tf from "@tensorflow/tfjs-core";
import { formatShape } from "../shape.js";

/**
 * The size n of a batch of square matrices.
 *
 * @throws If `x` is not of shape [..., n, n].
 */
export function squareSize(caller: string, x: tf.Tensor): number {
  const [rows, columns] = x.shape.slice(-2);
  if (x.rank < 2 || rows !== columns) {
    throw new Error(`${caller}: expected square matrices, [..., n, n]; got ${formatShape(x.shape)}.`);
  }
  return rows as number;
}
