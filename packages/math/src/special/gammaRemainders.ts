import * as tf from "../tf.js";
import { rational } from "../polynomial.js";

// What Stirling's formula and its derivatives leave over, as ratios of polynomials in w = 1/x² for x ≥ 1. Beyond
// that they stay finite and are not used. Coefficients: scripts/coefficients.py.

/** lgamma(x) − [(x − ½) log x − x + ½ log 2π] for x ≥ 1; relative error 2e-8 before rounding. */
export function lgammaTail(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(rational(inverseSquare(x), LGAMMA_NUMERATOR, LGAMMA_DENOMINATOR), x));
}

/** digamma(x) − log x + 1/(2x) for x ≥ 1; relative error 2e-8 before rounding. */
export function digammaTail(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const w = inverseSquare(x);
    return tf.mul(w, rational(w, DIGAMMA_NUMERATOR, DIGAMMA_DENOMINATOR));
  });
}

/** trigamma(x) − 1/x − 1/(2x²) for x ≥ 1; relative error 2e-8 before rounding. */
export function trigammaTail(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const w = inverseSquare(x);
    return tf.div(tf.mul(w, rational(w, TRIGAMMA_NUMERATOR, TRIGAMMA_DENOMINATOR)), x);
  });
}

function inverseSquare(x: tf.Tensor): tf.Tensor {
  // The square of 1/x underflows to 0 for huge x, where that of x would overflow.
  return tf.tidy(() => tf.square(tf.div(1, x)));
}

const LGAMMA_NUMERATOR = [0.083333336, 0.1768562, 0.06843282, 0.0029686464];
const LGAMMA_DENOMINATOR = [1, 2.1556066, 0.8835485, 0.051456901];
const DIGAMMA_NUMERATOR = [-0.08333333, -0.28062737, -0.19888285, -0.022316638, 3.5442026e-4];
const DIGAMMA_DENOMINATOR = [1, 3.4675258, 2.6858, 0.42034173];
const TRIGAMMA_NUMERATOR = [0.16666666, 0.8646896, 1.0974405, 0.33842645, 0.011818095];
const TRIGAMMA_DENOMINATOR = [1, 5.388134, 7.51953, 2.9627635, 0.2341867];
