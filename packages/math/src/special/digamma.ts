import * as tf from "@tensorflow/tfjs-core";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { select } from "../masks.js";
import { digammaTail } from "./gammaRemainders.js";
import { cotPi, offsetFromInteger } from "./reflection.js";
import { trigamma } from "./trigamma.js";

/**
 * Digamma function ψ(x) = d log Γ(x) / dx, elementwise, for all real x.
 *
 * −Infinity at 0, NaN at −1, −2, … where the limits from the two sides differ. Error below 1e-6 · max(1, |value|).
 *
 * Gradient: `trigamma`.
 *
 * Reference: Abramowitz and Stegun, 6.3.5, 6.3.7 and 6.3.18.
 */
export function digamma(x: NumericInput): tf.Tensor {
  return elementwise("variate.digamma", x, psi, trigamma);
}

/**
 * With y = 1 + |x| for x < 1 and x otherwise:
 *
 *   x < 0       ψ(y) + π cot π|x|
 *   0 ≤ x < 1   ψ(y) − 1/x
 *   x ≥ 1       ψ(y)
 */
function psi(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const absolute = tf.abs(x);
    const small = tf.less(x, 1);
    const y = tf.add(absolute, tf.cast(small, "float32"));
    const shifted = tf.add(tf.sub(tf.log(y), tf.div(0.5, y)), digammaTail(y));
    const offset = offsetFromInteger(absolute);
    const reflected = select(tf.equal(offset, 0), NaN, tf.mul(Math.PI, cotPi(offset)));
    const correction = tf.where(tf.less(x, 0), reflected, select(small, tf.div(-1, tf.abs(x)), 0));
    return tf.add(shifted, correction);
  });
}
