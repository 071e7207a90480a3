import * as tf from "../tf.js";
import { isGreater, isLess, select } from "../masks.js";

export type Ends = readonly [low: number, high: number];

export const UNIT: Ends = [0, 1];
export const POSITIVE: Ends = [0, Infinity];

/** `value` with a harmless one wherever it is not strictly between the ends, and the mask of where it is. */
export function between(value: tf.Tensor, [low, high]: Ends, harmless: number): { inside: tf.Tensor; safe: tf.Tensor } {
  const inside = tf.logicalAnd(isGreater(value, low), isLess(value, high));
  return { inside, safe: select(inside, value, harmless) };
}

/** `inner` strictly between the ends, the limits at them, NaN beyond. */
export function continued(inner: tf.Tensor, value: tf.Tensor, ends: Ends, [atLow, atHigh]: Ends): tf.Tensor {
  const outside = select(tf.equal(value, ends[0]), atLow, select(tf.equal(value, ends[1]), atHigh, NaN));
  return select(between(value, ends, 0).inside, inner, outside);
}
