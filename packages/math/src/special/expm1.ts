import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { polynomial } from "../polynomial.js";
import { exponential } from "./exponential.js";

/**
 * exp(x) − 1, elementwise, with full relative accuracy for x near 0 on every backend.
 *
 * tfjs's own subtracts 1 from the exponential on WebGL and WebGPU.
 *
 * Gradient: exp(x).
 */
export function expm1(x: NumericInput): tf.Tensor {
  return elementwise("variate.expm1", x, expMinusOne, exponential);
}

function expMinusOne(x: tf.Tensor): tf.Tensor {
  return EXACT.has(tf.getBackend()) ? tf.expm1(x) : expm1ByPolynomial(x);
}

/** exp(x) − 1 = x + x² P(x) for |x| ≤ ½. */
export function expm1ByPolynomial(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const near = tf.add(x, tf.mul(tf.square(x), polynomial(x, TAIL)));
    return tf.where(tf.lessEqual(tf.abs(x), 0.5), near, tf.sub(tf.exp(x), 1));
  });
}

/** Backends whose own kernel is accurate. */
const EXACT: ReadonlySet<string> = new Set(["cpu", "wasm", "tensorflow"]);

// (exp(t) − 1 − t)/t², |t| ≤ ½; scripts/coefficients.py.
const TAIL = [0.5, 0.16666277, 0.04166618, 0.008395553, 0.0013966609];
