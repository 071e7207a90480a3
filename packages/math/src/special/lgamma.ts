import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { select } from "../masks.js";
import { rational } from "../polynomial.js";
import { digamma } from "./digamma.js";
import { lgammaTail } from "./gammaRemainders.js";
import { offsetFromInteger, reflected, sinPi } from "./reflection.js";
import { digammaOfPositive } from "./stirlingRemainder.js";

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

/** −log Γ(1 − x) − log(|sin πx| / π) for x < 0. */
function logGamma(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const { negative, positive } = reflected(x);
    const own = logGammaOfPositive(positive);
    const sine = tf.mul(tf.abs(sinPi(offsetFromInteger(tf.abs(x)))), 1 / Math.PI);
    // At −1e38 the pole wins over an overflowed log Γ: a finite bound keeps −∞ + ∞ from becoming NaN.
    return tf.where(negative, tf.sub(tf.maximum(tf.neg(own), -3e38), tf.log(sine)), own);
  });
}

/** `lgamma`(x) for x > 0, elementwise: what distributions use, since it ships no reflection formula. */
export function lgammaOfPositive(x: NumericInput): tf.Tensor {
  return elementwise("variate.lgammaOfPositive", x, logGammaOfPositive, digammaOfPositive);
}

/** With t = x for x < ½ and x − 1 otherwise: lgamma(1 + t), less log x where x < ½. */
function logGammaOfPositive(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const small = tf.less(x, 0.5);
    const shift = tf.cast(small, "float32");
    const y = tf.add(x, shift);
    const t = tf.add(x, tf.sub(shift, 1)); // exact below 2, which y − 1 would not be
    const far = tf.add(
      tf.mul(tf.sub(y, 0.5), tf.sub(tf.log(y), 1)),
      tf.add(lgammaTail(y), 0.5 * Math.log(2 * Math.PI) - 0.5),
    );
    const shifted = tf.where(tf.less(t, 1.5), lgammaNearOne(t), far);
    return tf.sub(shifted, tf.log(select(small, x, 1)));
  });
}

/**
 * log Γ(1 + x) for x > 0, elementwise: to accuracy relative to x where that is small, where 1 + x has lost its digits.
 *
 * Gradient: `digammaOfPositive`(1 + x).
 */
export function lgammaOfNext(x: NumericInput): tf.Tensor {
  return elementwise("variate.lgammaOfNext", x, logGammaOfNext, (v) => digammaOfPositive(tf.add(v, 1)));
}

function logGammaOfNext(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    // log Γ(x) + log x by Stirling's formula, from 1 on.
    const power = tf.sub(tf.mul(tf.add(x, 0.5), tf.log(x)), x);
    const far = tf.add(power, tf.add(lgammaTail(x), 0.5 * Math.log(2 * Math.PI)));
    return tf.where(tf.less(x, 1), lgammaNearOne(tf.minimum(x, 1)), far);
  });
}

/** lgamma(1 + t) for −½ ≤ t ≤ 3/2, to relative accuracy also beside its zeros. */
export function lgammaNearOne(t: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.mul(t, tf.sub(t, 1)), rational(t, NUMERATOR, DENOMINATOR)));
}

// lgamma(1 + t) / (t (t − 1)) on [−½, 3/2], relative error 1.3e-8; scripts/coefficients.py.
const NUMERATOR = [0.5772157, 1.0288225, 0.56272492, 0.09497343, 0.0018599745, -3.942267e-5];
const DENOMINATOR = [1, 2.2072753, 1.6434549, 0.46792425, 0.040004472];
