import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { isEqual, isLess, select } from "../masks.js";
import { rational } from "../polynomial.js";
import { exponential } from "./exponential.js";

/**
 * K″(x) = 1/x² − 1/(4 sinh²(x/2)) of `logExprel` K, elementwise, even in x: 1/12 at 0, 1/x² far out.
 *
 * The variance of a continuous Bernoulli distribution with logit x. Relative error below 1e-6.
 *
 * Gradient: the third cumulant, without its cancellation near 0; further derivatives of that expression.
 */
export function logExprelCurvature(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logExprelCurvature",
    x,
    (v) => {
      const a = tf.abs(v);
      const square = tf.square(tf.minimum(a, 4));
      const near = rational(square, CURVATURE_NUMERATOR, CURVATURE_DENOMINATOR);
      const far = tf.maximum(a, 4);
      const tail = tf.exp(tf.neg(far));
      const outer = tf.sub(tf.square(tf.div(1, far)), tf.div(tail, tf.square(tf.sub(1, tail))));
      return tf.where(tf.less(a, 4), near, outer);
    },
    third,
  );
}

/** K‴(x) in differentiable operations: with e = exp(−|x|), sign(x) (e (1 + e)/(1 − e)³ − 2/|x|³) far out. */
function third(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const sign = select(isLess(x, 0), -1, 1);
    const a = tf.mul(sign, x);
    const isNear = isLess(a, 4);
    const near = select(isNear, x, 1);
    const square = tf.square(near);
    const inner = tf.mul(near, rational(square, THIRD_NUMERATOR, THIRD_DENOMINATOR));
    const far = select(isNear, 4, a);
    const tail = exponential(tf.neg(far));
    const rest = tf.sub(1, tail);
    const cube = tf.mul(rest, tf.square(rest));
    const inverse = tf.div(1, far);
    const outer = tf.sub(
      tf.div(tf.mul(tail, tf.add(1, tail)), cube),
      tf.mul(2, tf.mul(inverse, tf.square(inverse))),
    );
    const value = select(isNear, inner, tf.mul(sign, outer));
    return select(isEqual(a, Infinity), 0, value);
  });
}

// K″ and K‴/x of x², |x| ≤ 4, relative errors 4e-9 and 3e-8; scripts/coefficients.py.
const CURVATURE_NUMERATOR = [0.083333334, 0.0011635661, 9.751317e-6];
const CURVATURE_DENOMINATOR = [1, 0.06396281, 0.0013310141, 9.089573e-6];
const THIRD_NUMERATOR = [-0.008333334, 2.315369e-6, -2.0297571e-7];
const THIRD_DENOMINATOR = [1, 0.079087385, 0.0021343474, 2.0275152e-5];
