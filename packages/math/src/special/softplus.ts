import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { expm1 } from "./expm1.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";

/**
 * log(1 + exp(x)), elementwise: a smooth positive function that is x for large x and exp(x) for very negative x.
 *
 * Relative error below 1e-6 wherever the result is a normal float32.
 *
 * Gradient: the logistic function 1 / (1 + exp(−x)).
 */
export function softplus(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.softplus",
    x,
    // max(x, 0) + log(1 + exp(−|x|)) cannot overflow.
    (v) => tf.tidy(() => tf.add(tf.relu(v), log1p(tf.exp(tf.neg(tf.abs(v)))))),
    logistic,
  );
}

/**
 * The logistic function 1 / (1 + exp(−x)), elementwise; derivatives of every order.
 *
 * tfjs's `sigmoid` saves its result for the gradient, which ends the second order.
 *
 * Gradient: s (1 − s), as logistic(x) · logistic(−x), which keeps its relative accuracy in both tails.
 */
export function logistic(x: NumericInput): tf.Tensor {
  return elementwise("variate.logistic", x, (v) => tf.sigmoid(v), (v) => tf.mul(logistic(v), logistic(tf.neg(v))));
}

/**
 * The inverse of softplus, log(exp(y) − 1), elementwise, for y > 0: what to pass through softplus to get `y`.
 *
 * −Infinity at 0, NaN below. Error below 1e-6 · max(1, |value|); relative where y is small or large.
 *
 * Gradient: 1 / (1 − exp(−y)).
 */
export function softplusInverse(y: NumericInput): tf.Tensor {
  return elementwise(
    "variate.softplusInverse",
    y,
    (v) => tf.where(tf.less(v, 0), tf.fill(v.shape, NaN), tf.add(v, log1mexp(v))),
    (v) => tf.div(-1, expm1(tf.neg(v))),
  );
}
