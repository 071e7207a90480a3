import * as tf from "@tensorflow/tfjs-core";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { select } from "../masks.js";
import { trigammaTail } from "./gammaRemainders.js";
import { tetragamma } from "./tetragamma.js";
import { offsetFromInteger, sinPi } from "./reflection.js";

/**
 * Trigamma function ψ₁(x) = d² log Γ(x) / dx², elementwise, for all real x.
 *
 * +Infinity at 0, −1, −2, …. Relative error below 1e-6 for x > 0, error below 1e-5 · max(1, |value|) for x < 0.
 *
 * Gradient: ψ₂(x), for all x but 0, −1, −2, ….
 *
 * Reference: Abramowitz and Stegun, 6.4.6, 6.4.7 and 6.4.12.
 */
export function trigamma(x: NumericInput): tf.Tensor {
  return elementwise("variate.trigamma", x, psi1, tetragamma);
}

/**
 * With y = 1 + |x| for x < 1 and x otherwise:
 *
 *   x < 0       (π / sin πx)² − ψ₁(y)
 *   0 ≤ x < 1   ψ₁(y) + 1/x²
 *   x ≥ 1       ψ₁(y)
 */
function psi1(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const absolute = tf.abs(x);
    const negative = tf.less(x, 0);
    const small = tf.less(x, 1);
    const y = tf.add(absolute, tf.cast(small, "float32"));
    const inverse = tf.div(1, y);
    const shifted = tf.add(tf.mul(inverse, tf.add(tf.mul(inverse, 0.5), 1)), trigammaTail(y));
    const sine = sinPi(offsetFromInteger(absolute));
    const pole = tf.where(negative, tf.div(Math.PI, sine), select(small, tf.div(1, absolute), 0));
    return tf.add(tf.square(pole), tf.where(negative, tf.neg(shifted), shifted));
  });
}
