import * as tf from "@tensorflow/tfjs-core";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { exponential } from "./exponential.js";

/**
 * exp(x) − 1, elementwise, with full relative accuracy for x near 0 on every backend.
 *
 * tfjs's own subtracts 1 from the exponential on WebGL and WebGPU.
 *
 * Gradient: exp(x).
 *
 * Reference: Kahan's device; Higham (2002), §1.14.1.
 */
export function expm1(x: NumericInput): tf.Tensor {
  return elementwise("variate.expm1", x, expMinusOne, exponential);
}

function expMinusOne(x: tf.Tensor): tf.Tensor {
  return EXACT.has(tf.getBackend()) ? tf.expm1(x) : expm1ByKahan(x);
}

/** With u = exp(x) as rounded, exp(x) − 1 = x · (u − 1) / log(u), and x where u is 1. */
export function expm1ByKahan(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const u = tf.exp(x);
    const moved = tf.sub(u, 1);
    const corrected = tf.where(tf.equal(moved, 0), x, tf.mul(x, tf.div(moved, tf.log(u))));
    return tf.where(tf.less(tf.abs(x), 0.5), corrected, moved);
  });
}

/** Backends whose own kernel is accurate. */
const EXACT: ReadonlySet<string> = new Set(["cpu", "wasm", "tensorflow"]);
