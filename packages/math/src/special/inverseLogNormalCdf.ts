import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { expm1 } from "./expm1.js";
import { log1mexp } from "./log1mexp.js";
import { inverseMillsRatio, logNormalCdf, millsExcess } from "./normalCdf.js";
import { hazard } from "./normalHazard.js";
import { centralQuantile, tailQuantile } from "./normalQuantile.js";

/**
 * The inverse of `logNormalCdf`, elementwise: the x at which log Φ(x) is the given logarithm of a probability.
 *
 * Reaches tails that `normalQuantile` cannot, where the probability itself underflows: −4.47e9 for −1e19. −Infinity at
 * −Infinity, +Infinity at 0, NaN above. Error below 1e-6 · max(1, |value|).
 *
 * Gradient: Φ(x) / φ(x), the reciprocal of `inverseMillsRatio`; second order too.
 */
export function inverseLogNormalCdf(logP: NumericInput): tf.Tensor {
  return elementwise("variate.inverseLogNormalCdf", logP, quantileOfLog, reciprocalMills);
}

/**
 * s = Φ(x) / φ(x) of log Φ(x); in the upper tail φ is the tail times the hazard, which does not amplify the error of x.
 */
function reciprocalMills(logP: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.reciprocalMills",
    logP,
    (v) => {
      const x = inverseLogNormalCdf(v);
      const upper = tf.div(tf.exp(v), tf.mul(tf.neg(expm1(v)), hazard(tf.abs(x))));
      return tf.where(tf.less(v, -Math.LN2), tf.div(1, inverseMillsRatio(x)), upper);
    },
    (v) => tf.mul(millsExcess(inverseLogNormalCdf(v)), tf.square(reciprocalMills(v))),
  );
}

function quantileOfLog(logP: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const below = tf.less(logP, -Math.LN2);
    const logTail = tf.where(below, logP, log1mexp(logP));
    const s = tf.neg(logTail);
    // Beyond 300 the first terms of the asymptotic series, where the fit would overflow.
    const far = tf.sqrt(tf.sub(tf.mul(2, s), tf.log(tf.mul(s, 4 * Math.PI))));
    const start = tf.where(tf.less(s, 300), tailQuantile(s), far);
    // One step of Newton's rule makes either exact.
    const left = tf.neg(start);
    const step = tf.div(tf.sub(logNormalCdf(left), logTail), inverseMillsRatio(left));
    const outer = tf.where(tf.less(s, Infinity), tf.add(start, step), s);
    const centred = tf.sub(tf.exp(logP), 0.5);
    const signed = tf.where(below, tf.neg(outer), outer);
    const value = tf.where(tf.lessEqual(tf.abs(centred), 0.425), centralQuantile(centred), signed);
    return tf.where(tf.greater(logP, 0), tf.fill(logP.shape, NaN), value);
  });
}
