import * as tf from "@tensorflow/tfjs-core";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { rational } from "../polynomial.js";
import { digamma } from "./digamma.js";
import { lgammaTail } from "./gammaRemainders.js";
import { offsetFromInteger, sinPi } from "./reflection.js";

/**
 * Logarithm of the absolute value of the gamma function, log |Γ(x)|, elementwise, for all real x.
 *
 * +Infinity at 0, −1, −2, … and where the value passes the largest float32; NaN at −Infinity. Relative error below 1e-6
 * for x > 0, also beside its zeros 1 and 2; for x < 0, where zeros lie close to poles, below 1e-6 · max(1, |value|).
 * Do not subtract two large values: see `lbeta` and `stirlingRemainder`.
 *
 * Gradient: `digamma`; second order: `trigamma`.
 *
 * Reference: Abramowitz and Stegun, 6.1.15, 6.1.17 and 6.1.41.
 */
export function lgamma(x: NumericInput): tf.Tensor {
  return elementwise("variate.lgamma", x, logGamma, digamma);
}

/**
 * With t = |x| for x < ½ and x − 1 otherwise, L = lgamma(1 + t):
 *
 *   x < 0       L is lgamma(1 + |x|), and Γ(x) Γ(1 − x) = π / sin πx gives −L − log(|sin πx| / π)
 *   0 ≤ x < ½   L − log x
 *   x ≥ ½       L
 */
function logGamma(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const absolute = tf.abs(x);
    const negative = tf.less(x, 0);
    const small = tf.less(x, 0.5);
    const shift = tf.cast(small, "float32");
    const y = tf.add(absolute, shift);
    const t = tf.add(absolute, tf.sub(shift, 1)); // exact below 2, which y − 1 would not be
    const near = lgammaNearOne(t);
    const far = tf.add(
      tf.mul(tf.sub(y, 0.5), tf.sub(tf.log(y), 1)),
      tf.add(lgammaTail(y), 0.5 * Math.log(2 * Math.PI) - 0.5),
    );
    const shifted = tf.where(tf.less(t, 1.5), near, far);
    const sine = tf.mul(tf.abs(sinPi(offsetFromInteger(absolute))), 1 / Math.PI);
    const factor = tf.where(negative, sine, tf.where(small, x, tf.onesLike(x)));
    // At −1e38 the pole wins over an overflowed L: a finite bound keeps −L + ∞ from becoming NaN.
    const signed = tf.where(negative, tf.maximum(tf.neg(shifted), -3e38), shifted);
    return tf.sub(signed, tf.log(factor));
  });
}

/** lgamma(1 + t) for −½ ≤ t ≤ 3/2, to relative accuracy also beside its zeros. */
export function lgammaNearOne(t: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.mul(t, tf.sub(t, 1)), rational(t, NUMERATOR, DENOMINATOR)));
}

// lgamma(1 + t) / (t (t − 1)) on [−½, 3/2], relative error 1.3e-8; scripts/coefficients.py.
const NUMERATOR = [0.5772156651, 1.028822527, 0.5627249208, 0.09497342698, 0.001859974492, -3.942267072e-5];
const DENOMINATOR = [1, 2.207275336, 1.643454968, 0.4679242466, 0.0400044717];
