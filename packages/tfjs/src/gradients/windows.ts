import * as tf from "@tensorflow/tfjs-core";

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
  const paddings = x.shape.map((n, axis): [number, number] => {
    if (axis === 0 || axis === x.rank - 1) return [0, 0];
    const front = at(before, axis - 1);
    return [front, Math.max(0, at(reach, axis - 1) - n - front)];
  });
  const padded = tf.pad(x, paddings, outside);
  return places(size).map((place) => {
    const begin = [0, ...place.map((offset, i) => offset * at(dilations, i)), 0];
    const end = [x.shape[0] as number, ...outputs.map((n, i) => at(begin, i + 1) + (n - 1) * at(strides, i) + 1), x.shape[x.rank - 1] as number];
    return tf.stridedSlice(padded, begin, end, [1, ...strides, 1]);
  });
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
  return tf.addN(masks.map((mask, i) => tf.where(mask, picked[i] as tf.Tensor, 0)));
}

/** For each of `values`, where it is the first to equal `maximum`. */
export function firstMaximum(maximum: tf.Tensor, values: readonly tf.Tensor[]): tf.Tensor[] {
  let open: tf.Tensor = tf.onesLike(tf.cast(maximum, "bool"));
  return values.map((value) => {
    const here = tf.logicalAnd(open, tf.equal(value, maximum));
    open = tf.logicalAnd(open, tf.logicalNot(here));
    return here;
  });
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] as number;
}
