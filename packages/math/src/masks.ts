import * as tf from "./tf.js";
import { broadcastShapes } from "./shape.js";
import { withoutGradient } from "./gradientControl.js";

// Comparisons are taken with the tape off: they are constant almost everywhere, and tfjs's own throw when their
// input is on the tape and no gradient has been registered for them.

type Comparison = (a: tf.Tensor | number, b: tf.Tensor | number) => tf.Tensor;

/** Boolean mask of x > y. Elementwise, broadcasts, allowed inside any gradient. */
export const isGreater: Comparison = (x, y) => withoutGradient(() => tf.greater(x, y));

/** Boolean mask of x ≥ y. Elementwise, broadcasts, allowed inside any gradient. */
export const isGreaterEqual: Comparison = (x, y) => withoutGradient(() => tf.greaterEqual(x, y));

/** Boolean mask of x < y. Elementwise, broadcasts, allowed inside any gradient. */
export const isLess: Comparison = (x, y) => withoutGradient(() => tf.less(x, y));

/** Boolean mask of x ≤ y. Elementwise, broadcasts, allowed inside any gradient. */
export const isLessEqual: Comparison = (x, y) => withoutGradient(() => tf.lessEqual(x, y));

/** Boolean mask of x = y. Elementwise, broadcasts, allowed inside any gradient. */
export const isEqual: Comparison = (x, y) => withoutGradient(() => tf.equal(x, y));

/** Boolean mask of low ≤ x ≤ high. Elementwise, broadcasts, allowed inside any gradient. */
export function isBetween(x: tf.Tensor, low: tf.Tensor | number, high: tf.Tensor | number): tf.Tensor {
  return withoutGradient(() => tf.tidy(() => tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high))));
}

/** Boolean mask of the whole numbers; infinities and NaN are none. */
export function isInteger(x: tf.Tensor): tf.Tensor {
  return withoutGradient(() => tf.tidy(() => tf.logicalAnd(tf.equal(x, tf.floor(x)), tf.less(tf.abs(x), Infinity))));
}

/**
 * `whenTrue` where the mask holds, `whenFalse` elsewhere; all three broadcast.
 *
 * `tf.where` with numbers made cheap: tfjs tiles a number up to the shape, which on wasm costs 20 times the selection.
 * Gradients go to the branch that was taken; a NaN in the gradient of the other branch still spoils the sum, so
 * where a branch is unsafe use `safeWhere`.
 */
export function select(mask: tf.Tensor, whenTrue: tf.Tensor | number, whenFalse: tf.Tensor | number): tf.Tensor {
  return tf.tidy(() => {
    const shape = broadcastShapes("select", {
      mask: mask.shape,
      whenTrue: typeof whenTrue === "number" ? [] : whenTrue.shape,
      whenFalse: typeof whenFalse === "number" ? [] : whenFalse.shape,
    });
    // tfjs broadcasts nothing to an axis of size 0, and on wasm then writes beyond a result without elements.
    if (shape.includes(0)) return tf.add(tf.add(whenTrue, whenFalse), tf.zeros(shape));
    const full = (value: tf.Tensor | number): tf.Tensor => (typeof value === "number" ? tf.fill(shape, value) : value);
    return tf.where(mask, full(whenTrue), full(whenFalse));
  });
}
