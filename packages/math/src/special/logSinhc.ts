import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { isLess, select } from "../masks.js";
import { rational } from "../polynomial.js";
import { expm1 } from "./expm1.js";
import { log1p } from "./log1p.js";
import { logExprelCurvature } from "./logExprelCurvature.js";

/**
 * log(sinh(x)/x), elementwise, even in x: x²/6 near 0, |x| − log 2|x| far out, without overflow.
 *
 * The logarithm of the mean of exp(x u) for u uniform on [−1, 1], hence for a coordinate of a point drawn uniformly on the
 * sphere: a von Mises–Fisher density in 3 dimensions is exp(x cos θ − logSinhc(x)) / 4π. Relative error below 1e-6.
 *
 * Gradient: `langevin`; derivatives up to the fourth.
 *
 * Reference: Mardia and Jupp (2000), §9.3.2.
 */
export function logSinhc(x: NumericInput): tf.Tensor {
  return elementwise("variate.logSinhc", x, logSinhcValue, langevin);
}

export function logSinhcValue(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const a = tf.abs(x);
    const square = tf.square(tf.minimum(a, 2));
    const near = tf.mul(square, rational(square, VALUE_NUMERATOR, VALUE_DENOMINATOR));
    // The bound keeps an infinite x from becoming ∞ − ∞.
    const logarithm = tf.add(tf.log(tf.minimum(a, 3e38)), Math.LN2);
    const far = tf.add(tf.sub(a, logarithm), log1p(tf.neg(tf.exp(tf.mul(-2, a)))));
    return tf.where(tf.less(a, 2), near, far);
  });
}

/**
 * Langevin's function, coth(x) − 1/x, elementwise, odd in x: x/3 near 0, 1 − 1/x far out.
 *
 * The length of the mean of a von Mises–Fisher draw in 3 dimensions with concentration x. Relative error below 1e-6.
 *
 * Gradient: 1/x² − 1/sinh²(x), without its cancellation near 0; derivatives up to the third.
 */
export function langevin(x: NumericInput): tf.Tensor {
  return elementwise("variate.langevin", x, langevinValue, (v) => tf.mul(4, logExprelCurvature(tf.mul(2, v))));
}

export function langevinValue(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const a = tf.abs(x);
    const near = tf.minimum(a, 2);
    const inner = tf.mul(near, rational(tf.square(near), SLOPE_NUMERATOR, SLOPE_DENOMINATOR));
    const far = tf.maximum(a, 2);
    const outer = tf.sub(tf.add(1, tf.div(2, expm1(tf.mul(2, far)))), tf.div(1, far));
    return tf.mul(select(isLess(x, 0), -1, 1), tf.where(tf.less(a, 2), inner, outer));
  });
}

// log(sinh(x)/x)/x² and (coth(x) − 1/x)/x of x², |x| ≤ 2, relative errors 2e-8 and 4e-9; scripts/coefficients.py.
const VALUE_NUMERATOR = [0.16666666, 0.01229888, 9.964955e-5];
const VALUE_DENOMINATOR = [1, 0.10712636, 0.002052919];
const SLOPE_NUMERATOR = [0.33333333, 0.017943545, 8.975603e-5];
const SLOPE_DENOMINATOR = [1, 0.12049726, 0.0019533131];
