import * as tf from "@tensorflow/tfjs-core";
import { padAlong, takeEvery } from "./alongAxis.js";

/** Windows that slide over the spatial axes of a tensor [batch, …spatial, channels]; one number for each such axis. */
export interface SlidingWindow {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding ahead of the first element. */
  readonly before: readonly number[];
  /** Number of windows. */
  readonly outputs: readonly number[];
}

/**
 * For each place in the window, row-major, the elements that all windows have there: [batch, …outputs, channels].
 *
 * @param outside - What windows see beyond the border.
 */
export function windowPatches(x: tf.Tensor, window: SlidingWindow, outside: number): tf.Tensor[] {
  const { size, strides, dilations, before, outputs } = window;
  const reach = outputs.map((n, i) => ((n - 1) * at(strides, i) + (at(size, i) - 1) * at(dilations, i) + 1));
  const padded = reach.reduce((wider, length, i) => {
    const ahead = at(before, i);
    return padAlong(wider, i + 1, ahead, Math.max(0, length - (x.shape[i + 1] as number) - ahead), outside);
  }, x);
  return places(size).map((place) =>
    place.reduce((patch, offset, i) => takeEvery(patch, i + 1, offset * at(dilations, i), at(strides, i), at(outputs, i)), padded),
  );
}

/** All places of a window, row-major: [0, 0], [0, 1], … */
export function places(size: readonly number[]): number[][] {
  return size.reduce<number[][]>(
    (prefixes, n) => prefixes.flatMap((prefix) => Array.from({ length: n }, (_, i) => [...prefix, i])),
    [[]],
  );
}

/** `picked[i]` where `values[i]` is the first to equal `maximum`. */
export function selectAtMaximum(maximum: tf.Tensor, values: readonly tf.Tensor[], picked: readonly tf.Tensor[]): tf.Tensor {
  const masks = firstMaximum(maximum, values);
  return tf.addN(masks.map((mask, i) => tf.mul(mask, picked[i] as tf.Tensor)));
}

/** For each of `values`, 1 where it is the first to equal `maximum`, and 0 elsewhere. */
export function firstMaximum(maximum: tf.Tensor, values: readonly tf.Tensor[]): tf.Tensor[] {
  let open: tf.Tensor = tf.onesLike(tf.cast(maximum, "bool"));
  return values.map((value) => {
    const here = tf.logicalAnd(open, tf.equal(value, maximum));
    open = tf.logicalAnd(open, tf.logicalNot(here));
    return tf.cast(here, "float32");
  });
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] as number;
}
