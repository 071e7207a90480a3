import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { isLess, select } from "../masks.js";
import { expm1 } from "./expm1.js";
import { log1p } from "./log1p.js";

/**
 * log(1 − exp(−|x|)), elementwise: the logarithm of a complement, from the logarithm `x` of a probability.
 *
 * −Infinity at 0. Relative error below 1e-6 everywhere. The sign of `x` does not matter, so both conventions,
 * log(1 − exp(x)) for x ≤ 0 and log(1 − exp(−x)) for x ≥ 0, are served.
 *
 * Gradient: sign(x) / (exp|x| − 1).
 *
 * Reference: Mächler (2012), "Accurately computing log(1 − exp(−|a|))".
 */
export function log1mexp(x: NumericInput): tf.Tensor {
  return elementwise("variate.log1mexp", x, logOneMinusExp, signedOdds);
}

/** sign(x) g with g = 1 / (exp|x| − 1); its derivative is −g (1 + g). */
function signedOdds(x: tf.Tensor): tf.Tensor {
  const signOf = (v: tf.Tensor): tf.Tensor => select(isLess(v, 0), -1, 1);
  return elementwise(
    "variate.signedOdds",
    x,
    (v) => tf.div(signOf(v), expm1(tf.abs(v))),
    (v) => {
      const g = tf.mul(signOf(v), signedOdds(v));
      return tf.neg(tf.mul(g, tf.add(1, g)));
    },
  );
}

function logOneMinusExp(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const negative = tf.neg(tf.abs(x));
    const near = tf.log(tf.neg(expm1(negative)));
    const far = log1p(tf.neg(tf.exp(negative)));
    return tf.where(tf.greater(negative, -Math.LN2), near, far);
  });
}
