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

const LGAMMA_NUMERATOR = [0.08333333233, 0.1768562066, 0.06843282059, 0.00296864637];
const LGAMMA_DENOMINATOR = [1, 2.155606573, 0.8835484885, 0.05145690065];
const DIGAMMA_NUMERATOR = [-0.08333333168, -0.2806273702, -0.1988828552, -0.02231663768, 0.0003544202618];
const DIGAMMA_DENOMINATOR = [1, 3.467525758, 2.685800053, 0.4203417262];
const TRIGAMMA_NUMERATOR = [0.1666666634, 0.864689578, 1.097440504, 0.338426446, 0.0118180952];
const TRIGAMMA_DENOMINATOR = [1, 5.388134123, 7.519529851, 2.962763448, 0.2341867013];
