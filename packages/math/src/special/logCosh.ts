import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { isLess, select } from "../masks.js";
import { exponential } from "./exponential.js";
import { expm1 } from "./expm1.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { logSinhcValue } from "./logSinhc.js";
import { logistic } from "./softplus.js";

/**
 * log cosh(x), elementwise, even in x: x²/2 near 0, |x| − log 2 far out, without overflow. Relative error below 1e-6.
 *
 * Gradient: tanh(x); derivatives of every order.
 */
export function logCosh(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logCosh",
    x,
    (v) => {
      const a = tf.abs(v);
      // cosh(a) = 1 + 2 sinh²(a/2), and 4 sinh²(a/2) = (eᵃ − 1)² e⁻ᵃ
      const small = tf.minimum(a, 1);
      const near = log1p(tf.mul(0.5, tf.mul(tf.square(expm1(small)), tf.exp(tf.neg(small)))));
      const far = tf.sub(tf.add(a, log1p(tf.exp(tf.mul(-2, a)))), Math.LN2);
      return tf.where(tf.less(a, 1), near, far);
    },
    hyperbolicTangent,
  );
}

/** tanh with derivatives of every order: 1/cosh² = 4 logistic(2x) logistic(−2x) keeps its digits in both tails. */
function hyperbolicTangent(x: tf.Tensor): tf.Tensor {
  return elementwise("variate.tanh", x, (v) => tf.tanh(v), (v) => {
    const twice = tf.mul(2, v);
    return tf.mul(4, tf.mul(logistic(twice), logistic(tf.neg(twice))));
  });
}

/**
 * log |sinh(x)|, elementwise, even in x: log |x| near 0, where it is −Infinity, |x| − log 2 far out, without overflow.
 *
 * Error below 1e-6 · max(1, |value|). For the density of a von Mises–Fisher distribution see `logSinhc`.
 *
 * Gradient: coth(x); second order too.
 */
export function logSinh(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logSinh",
    x,
    (v) => {
      const a = tf.abs(v);
      const near = tf.add(tf.log(a), logSinhcValue(tf.minimum(a, 1)));
      const far = tf.add(tf.sub(a, Math.LN2), log1mexp(tf.mul(2, tf.maximum(a, 1))));
      return tf.where(tf.less(a, 1), near, far);
    },
    hyperbolicCotangent,
  );
}

/** coth(x) = 1 + 2/(e^{2x} − 1), with derivative −1/sinh²(x) = −4 e^{−2|x|}/(1 − e^{−2|x|})². */
function hyperbolicCotangent(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.coth",
    x,
    (v) => {
      const a = tf.add(1, tf.div(2, expm1(tf.mul(2, tf.abs(v)))));
      return tf.where(tf.less(v, 0), tf.neg(a), a);
    },
    (v) => {
      const negative = tf.mul(-2, tf.mul(select(isLess(v, 0), -1, 1), v));
      const complement = expm1(negative);
      return tf.mul(-4, tf.div(tf.div(exponential(negative), complement), complement));
    },
  );
}
