import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { select } from "../masks.js";
import { expm1 } from "./expm1.js";
import { log1p } from "./log1p.js";
import { logExprelCurvature } from "./logExprelCurvature.js";
import { langevinValue, logSinhcValue } from "./logSinhc.js";

/**
 * The relative exponential (exp(x) − 1)/x, elementwise, 1 at x = 0: the mean of exp(x u) for u uniform on [0, 1].
 *
 * Relative error below 1e-6.
 *
 * Gradient: itself times `logExprelSlope`, right at 0 too; derivatives up to the third.
 */
export function exprel(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.exprel",
    x,
    (v) => {
      const zero = tf.equal(v, 0);
      const quotient = tf.div(expm1(v), select(zero, 1, v));
      return select(zero, 1, select(tf.equal(v, Infinity), Infinity, quotient));
    },
    (v) => tf.mul(exprel(v), logExprelSlope(v)),
  );
}

/**
 * K(x) = log((exp(x) − 1)/x), elementwise: x/2 near 0, x − log x and −log |x| far out, without overflow.
 *
 * The cumulant function of the uniform distribution on [0, 1], so that exp(x u − K(x)) is the density of an exponential
 * distribution cut to [0, 1], a continuous Bernoulli distribution with logit x. Relative error below 1e-6.
 *
 * Gradient: `logExprelSlope`; derivatives up to the fourth.
 *
 * Reference: Loaiza-Ganem and Cunningham (2019), "The continuous Bernoulli".
 */
export function logExprel(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logExprel",
    x,
    (v) => {
      const a = tf.maximum(tf.abs(v), 4);
      // The bound keeps x = ∞ from becoming ∞ − ∞.
      const logarithm = tf.log(tf.where(tf.less(v, 0), a, tf.minimum(a, 3e38)));
      const far = tf.sub(tf.add(tf.relu(v), log1p(tf.neg(tf.exp(tf.neg(a))))), logarithm);
      const half = tf.mul(0.5, v);
      return tf.where(tf.less(tf.abs(v), 4), tf.add(half, logSinhcValue(half)), far);
    },
    logExprelSlope,
  );
}

/**
 * K′(x) = 1/(1 − exp(−x)) − 1/x of `logExprel` K, elementwise: ½ + x/12 near 0, up to 1 − 1/x, down to 1/|x|.
 *
 * The mean of a continuous Bernoulli distribution with logit x. Relative error below 1e-6, in both tails.
 *
 * Gradient: `logExprelCurvature`.
 */
export function logExprelSlope(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logExprelSlope",
    x,
    (v) => {
      const a = tf.maximum(tf.abs(v), 2);
      // 1/a − 1/(eᵃ − 1) is K′(−a), and K′(a) = 1 − K′(−a).
      const tail = tf.sub(tf.div(1, a), tf.div(1, expm1(a)));
      const far = tf.where(tf.less(v, 0), tail, tf.sub(1, tail));
      const near = tf.add(0.5, tf.mul(0.5, langevinValue(tf.mul(0.5, v))));
      return tf.where(tf.less(tf.abs(v), 2), near, far);
    },
    logExprelCurvature,
  );
}
