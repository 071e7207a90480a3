import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise, elementwisePair } from "../elementwise.js";
import { isGreater, isLess, select } from "../masks.js";
import { rational } from "../polynomial.js";
import { exponential } from "./exponential.js";
import { log1p } from "./log1p.js";
import { exprel, logExprelSlope } from "./logExprel.js";

/**
 * log(1 + c x)/c, elementwise, for c x > −1; broadcasts. Its limit x at c = 0.
 *
 * The logarithm in the densities of generalized Pareto and extreme value distributions with shape c. Relative error below
 * 1e-6, beside c x = −1 that of 1 + c x; infinite there, NaN beyond.
 *
 * Gradient: 1/(1 + c x) in x; in c that of the quotient, by series where |c x| is small, so −x²/2 at c = 0. Second order
 * too.
 *
 * Reference: Coles (2001), §4.2.
 */
export function log1pOver(c: NumericInput, x: NumericInput): tf.Tensor {
  return elementwisePair("variate.log1pOver", c, x, logarithm, (shape, v) => {
    const product = tf.mul(shape, v);
    const inverse = tf.div(1, tf.add(1, product));
    const small = isLess(tf.abs(product), 0.5);
    const near = tf.mul(v, tf.mul(v, ratioSlope(select(small, product, 0))));
    const divisor = select(small, 1, shape);
    // x/(1 + c x), 1/c where the product passes the range of float32.
    const share = select(isGreater(product, 1e30), tf.div(1, divisor), tf.mul(v, inverse));
    const far = tf.div(tf.sub(share, log1pOver(shape, v)), divisor);
    return [select(small, near, far), inverse];
  });
}

function logarithm(c: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const product = tf.mul(c, x);
    // Beyond the range of float32 the product is not needed.
    const huge = tf.div(tf.add(tf.log(tf.abs(c)), tf.log(tf.abs(x))), c);
    const zero = tf.equal(product, 0);
    const ratio = select(zero, 1, tf.div(log1p(product), select(zero, 1, product)));
    const value = tf.where(tf.less(tf.abs(product), 0.5), tf.mul(x, ratio), tf.div(log1p(product), c));
    return tf.where(tf.greater(product, 1e30), huge, value);
  });
}

/**
 * (exp(c x) − 1)/c, elementwise; broadcasts. Its limit x at c = 0.
 *
 * The inverse of `log1pOver` in x: quantiles of generalized Pareto and extreme value distributions with shape c. Relative
 * error below 1e-6, for large c x that of the exponential of a rounded product.
 *
 * Gradient: exp(c x) in x; in c that of the quotient, right where c x is small, so x²/2 at c = 0. Second order too.
 */
export function expm1Over(c: NumericInput, x: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.expm1Over",
    c,
    x,
    (shape, v) => tf.mul(v, exprel(tf.mul(shape, v))),
    (shape, v) => {
      const product = tf.mul(shape, v);
      const power = exponential(product);
      // x² exprel′(c x), which far below 0 would be a product of the smallest and the largest.
      const upper = isGreater(product, -1);
      const near = select(upper, product, 0);
      const inner = tf.mul(v, tf.mul(v, tf.mul(exprel(near), logExprelSlope(near))));
      const far = tf.div(tf.sub(tf.mul(v, power), expm1Over(shape, v)), select(upper, 1, shape));
      return [select(upper, inner, far), power];
    },
  );
}

/** R′(y) of R(y) = log(1 + y)/y, |y| ≤ ½. */
function ratioSlope(y: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.log1pRatioSlope",
    y,
    (v) => rational(v, SLOPE_NUMERATOR, SLOPE_DENOMINATOR),
    (v) => rational(v, CURVATURE_NUMERATOR, CURVATURE_DENOMINATOR),
  );
}

// R′ and R″, relative errors 8e-9 and 1.2e-8; scripts/coefficients.py.
const SLOPE_NUMERATOR = [-0.5, -0.5170919, -0.11859367, -0.002211267];
const SLOPE_DENOMINATOR = [1, 2.367517, 1.8938769, 0.57831583, 0.051631775];
const CURVATURE_NUMERATOR = [0.6666667, 0.3832052, 0.022362968, -8.7964865e-4];
const CURVATURE_DENOMINATOR = [1, 2.824808, 2.789362, 1.105437, 0.14100006];
