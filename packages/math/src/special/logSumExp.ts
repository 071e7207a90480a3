import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { toFloatTensor } from "../convert.js";
import { operation } from "../fused.js";
import { withoutGradient } from "../gradientControl.js";
import { select } from "../masks.js";
import { tidy } from "../tidy.js";

/**
 * log Σ exp(x) over `axis`, all axes by default; neither overflows nor underflows.
 *
 * −Infinity for slices that are −Infinity throughout or empty, with gradient zero, not NaN; derivatives of every order.
 * `tf.logSumExp` returns NaN there and has no second derivative.
 *
 * Gradient: `softmax` weights exp(x − logSumExp(x)).
 *
 * @param axis - One or several axes to sum over; negative ones count from the last.
 * @param keepDims - Leave the summed axes with size 1.
 */
export function logSumExp(x: NumericInput, axis?: number | readonly number[], keepDims = false): tf.Tensor {
  return tidy(() => {
    const input = toFloatTensor(x);
    const axes = tf.util.parseAxisParam(axis as number | number[], input.shape);
    const kept = input.shape.map((size, i) => (axes.includes(i) ? 1 : size));
    const value = operation(
      "variate.logSumExp",
      { x: input },
      () => {
        const { largest, exponentials } = shifted(input, axes);
        const total = tf.sum(exponentials, axes, true);
        // Said outright, since log 0 is a finite number on some GPUs.
        return select(tf.equal(total, 0), -Infinity, tf.add(tf.log(total), largest));
      },
      (dy, [saved]) => ({ x: () => tf.mul(tf.reshape(dy, kept), safeSoftmax(saved as tf.Tensor, axes)) }),
      { axes },
    );
    return keepDims ? value : tf.reshape(value, input.shape.filter((_, i) => !axes.includes(i)));
  });
}

/**
 * log of the mean of exp(x) over `axis`, all axes by default: `logSumExp` less the logarithm of the count.
 *
 * The estimate of a log evidence from log weights. −Infinity for slices that are −Infinity throughout.
 *
 * Gradient: `softmax` weights.
 */
export function logMeanExp(x: NumericInput, axis?: number | readonly number[], keepDims = false): tf.Tensor {
  return tidy(() => {
    const input = toFloatTensor(x);
    const axes = tf.util.parseAxisParam(axis as number | number[], input.shape);
    const count = axes.reduce((product, a) => product * (input.shape[a] as number), 1);
    return tf.sub(logSumExp(input, axes, keepDims), Math.log(count));
  });
}

/** exp(x − m) with m the largest of each slice; m is 0 where that is infinite, so no ∞ − ∞ arises. */
function shifted(x: tf.Tensor, axes: number[]): { largest: tf.Tensor; exponentials: tf.Tensor } {
  const largest = withoutGradient(() => tidy(() => {
    const m = tf.max(x, axes, true);
    return select(tf.isFinite(m), m, 0);
  }));
  return { largest, exponentials: tf.exp(tf.sub(x, largest)) };
}

/** Weights exp(x) / Σ exp(x); zeros, not NaN, for slices that are −Infinity throughout. */
function safeSoftmax(x: tf.Tensor, axes: number[]): tf.Tensor {
  const { exponentials } = shifted(x, axes);
  const total = tf.sum(exponentials, axes, true);
  const empty = withoutGradient(() => tf.cast(tf.equal(total, 0), "float32"));
  return tf.div(exponentials, tf.add(total, empty));
}
