import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { select } from "../masks.js";
import { cotPi, offsetFromInteger, reflected } from "./reflection.js";
import { digammaOfPositive } from "./stirlingRemainder.js";
import { trigamma } from "./trigamma.js";

/**
 * Digamma function ψ(x) = d log Γ(x) / dx, elementwise, for all real x.
 *
 * −Infinity at 0, NaN at −1, −2, … where the limits from the two sides differ. Error below 1e-6 · max(1, |value|).
 *
 * Gradient: `trigamma`.
 *
 * Reference: Abramowitz and Stegun, 6.3.7.
 */
export function digamma(x: NumericInput): tf.Tensor {
  return elementwise("variate.digamma", x, psi, trigamma);
}

/** ψ(1 − x) + π cot π|x| for x < 0. */
function psi(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const { negative, positive } = reflected(x);
    const own = select(tf.equal(x, 0), -Infinity, digammaOfPositive(positive));
    const offset = offsetFromInteger(tf.abs(x));
    const pole = select(tf.equal(offset, 0), NaN, tf.mul(Math.PI, cotPi(offset)));
    return tf.where(negative, tf.add(own, pole), own);
  });
}
