import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { isLess, select } from "../masks.js";
import { polynomial, rational } from "../polynomial.js";

/**
 * log I₀(x), elementwise: logarithm of the modified Bessel function of order 0, even in x.
 *
 * x²/4 near 0, |x| − ½ log 2π|x| far out; relative error below 1e-6 everywhere.
 *
 * Gradient: `besselRatio`; derivatives up to the third.
 *
 * Reference: Abramowitz and Stegun, 9.6.12 and 9.7.1.
 */
export function logI0(x: NumericInput): tf.Tensor {
  return elementwise("variate.logI0", x, logBessel0, besselRatio);
}

/**
 * log |I₁(x)|, elementwise: logarithm of the modified Bessel function of order 1; −Infinity at 0.
 *
 * Error below 1e-6 · max(1, |value|).
 *
 * Gradient: I₀(x)/I₁(x) − 1/x, +Infinity at 0; second order too.
 *
 * Reference: Abramowitz and Stegun, 9.6.10 and 9.7.1.
 */
export function logI1(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logI1",
    x,
    (v) => tf.add(logBessel0(v), tf.log(tf.abs(besselRatio(v)))),
    logI1Slope,
  );
}

/** g(x) = 1/A − 1/x, with g′ = (1 − A′ (x/A)²) / x², in which nothing is infinite before the last division. */
function logI1Slope(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.logI1Slope",
    x,
    (v) => {
      const zero = tf.equal(v, 0);
      const safe = select(zero, 1, v);
      return select(zero, Infinity, tf.sub(tf.div(1, besselRatio(safe)), tf.div(1, safe)));
    },
    (v) => {
      const quotient = tf.div(v, besselRatio(v));
      const numerator = tf.sub(1, tf.mul(tf.mul(ratioSlope(v), quotient), quotient));
      return tf.div(tf.div(numerator, v), v);
    },
  );
}

/**
 * A(x) = I₁(x) / I₀(x), elementwise: the length of the mean of a von Mises draw with concentration x. Odd in x, x/2
 * near 0, 1 − 1/(2x) far out; relative error below 1e-6.
 *
 * Gradient: 1 − A/x − A², without cancellation for large x; second order too.
 *
 * Reference: Mardia and Jupp (2000), §3.5.4 and Appendix 1.
 */
export function besselRatio(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.besselRatio",
    x,
    (v) => {
      const a = tf.abs(v);
      const far = tf.sub(1, tf.div(tf.add(0.5, tf.div(farRatio(a), a)), a));
      return tf.where(tf.less(a, 6), nearRatio(v), tf.where(tf.less(v, 0), tf.neg(far), far));
    },
    ratioSlope,
  );
}

/** A′(x) = 1 − A/x − A². With A = 1 − 1/(2x) − b/x² it is (2b + ¼ − b²/x²) / x². */
function ratioSlope(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.besselRatioSlope",
    x,
    (v) => {
      const a = tf.abs(v);
      const inverse = tf.div(1, a);
      const b = farRatio(a);
      const numerator = tf.sub(tf.add(tf.mul(2, b), 0.25), tf.square(tf.mul(b, inverse)));
      const far = tf.mul(tf.mul(numerator, inverse), inverse);
      const ratio = nearRatio(v);
      const near = tf.sub(tf.sub(1, halfRatioOverX(v)), tf.square(ratio));
      return tf.where(tf.less(a, 6), near, far);
    },
    (v) => {
      // A″ = A/x² − A′/x − 2 A A′ is 0/0 at 0, where the series −3x/8 + 5x³/24 takes over.
      const tiny = isLess(tf.abs(v), 0.1);
      const safe = select(tiny, 1, v);
      const ratio = besselRatio(safe);
      const slope = ratioSlope(safe);
      const closed = tf.sub(tf.div(tf.sub(tf.div(ratio, safe), slope), safe), tf.mul(2, tf.mul(ratio, slope)));
      const near = select(tiny, v, 0);
      const series = tf.mul(near, tf.add(-0.375, tf.mul(5 / 24, tf.square(near))));
      return select(tiny, series, closed);
    },
  );
}

function logBessel0(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const a = tf.abs(x);
    const square = tf.square(x);
    const near = tf.mul(square, rational(square, SMALL_NUMERATOR, SMALL_DENOMINATOR));
    const inverse = tf.div(1, a);
    const correction = tf.sub(tf.mul(inverse, polynomial(inverse, LARGE)), 0.5 * Math.log(2 * Math.PI));
    // The bound keeps an infinite x from becoming ∞ − ∞.
    const far = tf.add(tf.sub(a, tf.mul(0.5, tf.log(tf.minimum(a, 3e38)))), correction);
    return tf.where(tf.less(a, 5), near, far);
  });
}

/** A(x)/x for |x| ≤ 6. */
function halfRatioOverX(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(0.5, rational(tf.square(x), RATIO_NUMERATOR, RATIO_DENOMINATOR)));
}

/** A(x) for |x| ≤ 6. */
function nearRatio(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, halfRatioOverX(x)));
}

/** b(a) = a (a (1 − A) − ½) for a ≥ 6. */
function farRatio(a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => polynomial(tf.div(1, a), RATIO_LARGE));
}

// log I₀(x)/x² of x², |x| ≤ 5, relative error 2.2e-8; x (log I₀(x) − x + ½ log 2πx) of 1/x, x ≥ 5, 4e-6, which
// is 1e-7 of the whole; 2A(x)/x of x², |x| ≤ 6, 1e-9; b of 1/x, x ≥ 6, 2.5e-6, which is 1e-8 of A.
// scripts/coefficients.py.
const SMALL_NUMERATOR = [0.25, 0.060061037, 0.0041243104, 8.310945e-5, 2.698257e-7, -2.7452887e-10];
const SMALL_DENOMINATOR = [1, 0.30274396, 0.028474597, 9.046666e-4, 7.2983684e-6];
const LARGE = [0.124999635, 0.0626771, 0.051610758, 0.46826863, -4.183331, 23.884547, -40.605477];
const RATIO_NUMERATOR = [1, 0.095565063, 0.002025555, 1.0687009e-5, 6.921897e-9];
const RATIO_DENOMINATOR = [1, 0.22056506, 0.008762858, 9.166615e-5, 2.0032627e-7];
const RATIO_LARGE = [
  0.12500029, 0.12478057, 0.22228186, -0.825391, 27.653748, -289.3946, 1580.318, -3101.245,
];
