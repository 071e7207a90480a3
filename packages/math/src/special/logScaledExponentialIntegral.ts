import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { polynomial, rational } from "../polynomial.js";

/**
 * log(eˣ E₁(x)), elementwise, for x > 0, with the exponential integral E₁(x) = ∫ₓ^∞ e⁻ᵗ/t dt.
 *
 * log(−log x) near 0, where it is +Infinity, −log x far out; NaN below. The logarithm of the density of the horseshoe
 * distribution, up to a constant, is this function of half a square. Error below 1e-6 · max(1, |value|).
 *
 * Gradient: 1 − 1/(x eˣ E₁(x)), without its cancellation for large x; derivatives up to the third.
 *
 * Reference: Abramowitz and Stegun, 5.1.11 and 5.1.22; Carvalho, Polson and Scott (2010), Theorem 1.
 */
export function logScaledExponentialIntegral(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logScaledExponentialIntegral",
    x,
    (v) => {
      const value = tf.neg(tf.log(tf.add(v, excess(v))));
      // The excess vanishes at 0 too slowly to be a float: log x is −∞ there.
      return tf.where(tf.equal(v, 0), tf.fill(v.shape, Infinity), value);
    },
    slope,
  );
}

/** −k(x)/x of the excess k, with derivative (1 − k) (x + k)/x². */
function slope(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.logScaledExponentialIntegralSlope",
    x,
    (v) => tf.neg(tf.div(excess(v), v)),
    (v) => {
      // k = −x · slope, in differentiable operations.
      const k = tf.neg(tf.mul(v, slope(v)));
      return tf.mul(tf.div(tf.sub(1, k), v), tf.add(1, tf.div(k, v)));
    },
  );
}

/**
 * k(x) = 1/(eˣ E₁(x)) − x, between 0 and 1: its continued fraction is 1/(1 + 1/(x + 2/(1 + 2/(x + …. Relative error
 * 5e-8 before rounding.
 */
function excess(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    // E₁ = −log x − γ + x P(x) below 1.
    const small = tf.minimum(x, 1);
    const integral = tf.sub(tf.mul(small, polynomial(small, NEAR)), tf.add(tf.log(small), EULER));
    const near = tf.sub(tf.div(tf.exp(tf.neg(small)), integral), small);
    const bounded = tf.minimum(tf.maximum(x, 1), 1e30);
    const q = tf.div(tf.sub(bounded, 4), tf.add(bounded, 4));
    const far = rational(q, FAR_NUMERATOR, FAR_DENOMINATOR);
    return tf.where(tf.less(x, 1), near, far);
  });
}

const EULER = 0.5772156649015329;

// (E₁(x) + log x + γ)/x, x ≤ 1, relative error 1.1e-8; k of q = (x − 4)/(x + 4), x ≥ 1, 5.2e-8; scripts/coefficients.py.
const NEAR = [1, -0.24999927, 0.055547043, -0.010379734, 0.0015931354, -1.6156707e-4];
const FAR_NUMERATOR = [0.84623737, 1.6062383, 0.6986784, -0.16849513, -0.105000825];
const FAR_DENOMINATOR = [1, 1.6592318, 0.52319456, -0.22863238, -0.079354907, 0.0032190676];
