import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, isGreater, safeWhere, select, stopGradient } from "@variate/math";

/** `size` entries of the last axis from `from`. */
export function lastSlice(x: Tensor, from: number, size: number): Tensor {
  const lead = x.shape.slice(0, -1);
  return tf.slice(x, [...lead.map(() => 0), from], [...lead, size]);
}

/** Sums of products along the last axis, which stays as an axis of size 1. */
export function dot(a: Tensor, b: Tensor): Tensor {
  return tf.sum(tf.mul(a, b), -1, true);
}

/** The Euclidean length of vectors, [..., 1]: 0 and with gradient 0 at the origin, and no square overflows. */
export function length(x: Tensor): Tensor {
  const largest = stopGradient(tf.max(tf.abs(x), -1, true));
  const unit = select(isEqual(largest, 0), 1, largest);
  const share = tf.div(x, unit);
  const squares = dot(share, share);
  return tf.mul(unit, safeWhere(isGreater(squares, 0), squares, tf.sqrt, 0));
}

/**
 * Entries of the last axis by their places; −1 gives 0. Each entry may be taken at most once, so the gradient is a
 * selection too, where `tf.gather` would scatter.
 */
export function rearrange(x: Tensor, places: readonly number[]): Tensor {
  const size = x.shape[x.rank - 1] as number;
  const back = Array.from({ length: size }, () => -1);
  places.forEach((from, to) => {
    if (from >= 0) back[from] = to;
  });
  const operation = tf.customGrad((...args) => {
    const value = take(args[0] as Tensor, places);
    return { value, gradFunc: (dy: Tensor) => rearrange(dy, back) };
  });
  return operation(x);
}

function take(x: Tensor, places: readonly number[]): Tensor {
  return tf.tidy(() => {
    const size = x.shape[x.rank - 1] as number;
    const rows = tf.reshape(x, [-1, size]) as tf.Tensor2D;
    const padded = places.includes(-1) ? tf.pad2d(rows, [[0, 0], [0, 1]]) : rows;
    const index = tf.tensor1d(places.map((place) => (place < 0 ? size : place)), "int32");
    return tf.reshape(tf.gather(padded, index, 1), [...x.shape.slice(0, -1), places.length]);
  });
}
