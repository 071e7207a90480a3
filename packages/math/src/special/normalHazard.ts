import * as tf from "../tf.js";
import { rational } from "../polynomial.js";

/**
 * Excess of the normal hazard, k(a) = φ(a) / Φ(−a) − a, for a ≥ 0: from √(2/π) at 0 down to 1/a.
 *
 * The whole normal CDF family follows from this one slowly varying function without cancellation:
 * the hazard is h = a + k, the tail Φ(−a) = φ(a) / h, its logarithm log φ(a) − log h, erfcx(a/√2) = √(2/π) / h, and
 * the derivative of the hazard is h k.
 *
 * Relative error 5e-8 before rounding.
 */
export function hazardExcess(a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    // Beyond 1e30 the ratio below would be ∞/∞.
    const bounded = tf.minimum(a, 1e30);
    const q = tf.div(tf.sub(bounded, 3), tf.add(bounded, 3));
    return tf.div(rational(q, NUMERATOR, DENOMINATOR), tf.add(bounded, 2));
  });
}

/** The hazard φ(a) / Φ(−a) of the standard normal for a ≥ 0. */
export function hazard(a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(a, hazardExcess(a)));
}

/**
 * exp(factor · a²) for a ≥ 0 with a relative error of a few units in the last place, however large a is.
 *
 * The rounding of a² alone would cost a² of them. With h the multiple of 1/16 next to a, whose square is exact,
 * a² = h² + (a − h)(a + h).
 */
export function expSquare(a: tf.Tensor, factor: number): tf.Tensor {
  return tf.tidy(() => {
    const bounded = tf.minimum(a, 32); // 0 or ∞ from about 14.5 on
    const h = tf.mul(tf.floor(tf.mul(bounded, 16)), 1 / 16);
    const rest = tf.mul(tf.sub(bounded, h), tf.add(bounded, h));
    return tf.mul(tf.exp(tf.mul(tf.square(h), factor)), tf.exp(tf.mul(rest, factor)));
  });
}

// (a + 2) k(a) of q = (a − 3)/(a + 3), relative error 4.5e-8; scripts/coefficients.py.
const NUMERATOR = [1.4154933, -0.037214811, 0.5660454, 0.13497755, 0.019845312, 0.010982847];
const DENOMINATOR = [1, 0.26914263, 0.5683887, 0.17587039, 0.07969368, 0.017034149];
