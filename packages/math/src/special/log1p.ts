import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { polynomial } from "../polynomial.js";

/**
 * log(1 + x), elementwise, with full relative accuracy for x near 0 on every backend.
 *
 * tfjs's own is 0 at 1e-8 on wasm, WebGL and WebGPU. NaN below −1, −Infinity at −1.
 *
 * Gradient: 1 / (1 + x).
 */
export function log1p(x: NumericInput): tf.Tensor {
  return elementwise("variate.log1p", x, logOnePlus, (v) => tf.div(1, tf.add(v, 1)));
}

function logOnePlus(x: tf.Tensor): tf.Tensor {
  return EXACT.has(tf.getBackend()) ? tf.log1p(x) : log1pByAtanh(x);
}

/**
 * log(1 + x) = 2 atanh s with s = x / (2 + x), as a polynomial in s² for |x| ≤ ½. Kahan's device, which corrects the
 * rounding of 1 + x, needs a logarithm that is accurate next to 1: those of GPUs are not.
 */
export function log1pByAtanh(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const twice = tf.div(tf.mul(x, 2), tf.add(x, 2));
    const square = tf.square(twice);
    const near = tf.mul(twice, tf.add(1, tf.mul(square, polynomial(square, ATANH))));
    return tf.where(tf.lessEqual(tf.abs(x), 0.5), near, tf.log(tf.add(x, 1)));
  });
}

/** Backends whose own kernel is accurate. */
const EXACT: ReadonlySet<string> = new Set(["cpu", "tensorflow"]);

// (atanh(s)/s − 1)/s² of s², |s| ≤ ⅓, relative error 4e-7, which is 1.5e-8 of the logarithm; scripts/coefficients.py.
// Divided by powers of 4, for (2s)².
const ATANH = [0.0833333, 0.012502363, 0.0022059859, 5.2444332e-4];
