import * as tf from "@tensorflow/tfjs-core";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";

/**
 * log(1 + x), elementwise, with full relative accuracy for x near 0 on every backend.
 *
 * tfjs's own is 0 at 1e-8 on wasm, WebGL and WebGPU. NaN below −1, −Infinity at −1.
 *
 * Gradient: 1 / (1 + x).
 *
 * Reference: Kahan's device; Goldberg (1991), Theorem 4.
 */
export function log1p(x: NumericInput): tf.Tensor {
  return elementwise("variate.log1p", x, logOnePlus, (v) => tf.div(1, tf.add(v, 1)));
}

function logOnePlus(x: tf.Tensor): tf.Tensor {
  return EXACT.has(tf.getBackend()) ? tf.log1p(x) : log1pByKahan(x);
}

/**
 * With u = 1 + x as rounded, log(1 + x) = x · log(u) / (u − 1): the two errors of rounding cancel.
 * Where u is 1 it is x; beyond |x| = ½ rounding does no harm and log(u) stays right up to infinity.
 */
export function log1pByKahan(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const u = tf.add(x, 1);
    const moved = tf.sub(u, 1);
    const logU = tf.log(u);
    const corrected = tf.where(tf.equal(moved, 0), x, tf.mul(x, tf.div(logU, moved)));
    return tf.where(tf.less(tf.abs(x), 0.5), corrected, logU);
  });
}

/** Backends whose own kernel is accurate. */
const EXACT: ReadonlySet<string> = new Set(["cpu", "tensorflow"]);
