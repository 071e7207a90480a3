import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { digammaTail } from "./gammaRemainders.js";
import { log1p } from "./log1p.js";
import { stirlingRemainder, trigammaOfPositive } from "./stirlingRemainder.js";

/**
 * Logarithm of the beta function, log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a + b), elementwise, for a, b > 0;
 * broadcasts.
 *
 * Large lgammas are not subtracted: error below 1e-6 · max(1, |value|) from 1e-30 to 1e30. +Infinity where an argument
 * is 0.
 *
 * Gradient: digamma(a) − digamma(a + b) and the same of b, without cancellation; second order too.
 *
 * Reference: Didonato and Morris (1992), Algorithm 708, §4; Loader (2000).
 */
export function lbeta(a: NumericInput, b: NumericInput): tf.Tensor {
  return elementwisePair("variate.lbeta", a, b, logBeta, (x, y) => [digammaDrop(x, y), digammaDrop(y, x)]);
}

/**
 * With p the smaller, q the larger, s = p + q and r the Stirling remainder,
 *
 *   log B = ½ log 2π − ½ log q + (p − ½) log(p/s) + q log(1 − p/s) + r(p) + r(q) − r(s)
 */
function logBeta(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const p = tf.minimum(a, b);
    const q = tf.maximum(a, b);
    const s = tf.add(p, q);
    const powers = tf.add(tf.mul(tf.sub(p, 0.5), logQuotient(p, s)), tf.mul(q, log1p(tf.neg(tf.div(p, s)))));
    const remainders = tf.add(stirlingRemainder(p), tf.sub(stirlingRemainder(q), stirlingRemainder(s)));
    const constants = tf.sub(0.5 * Math.log(2 * Math.PI), tf.mul(0.5, tf.log(q)));
    return tf.add(tf.add(constants, powers), remainders);
  });
}

/** log(x/s) by way of square roots, whose quotient does not underflow. */
function logQuotient(x: tf.Tensor, s: tf.Tensor): tf.Tensor {
  return tf.mul(2, tf.log(tf.div(tf.sqrt(x), tf.sqrt(s))));
}

/**
 * digamma(a) − digamma(a + b), negative. With s = a + b and ρ the remainder of digamma, for a ≥ 1
 *
 *   log(a/s) − b/(2as) + ρ(a) − ρ(s)
 *
 * and below 1 the same of a + 1, less 1/a − 1/s = b/(as).
 */
export function digammaDrop(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return elementwisePair(
    "variate.digammaDrop",
    a,
    b,
    (x, y) => {
      const small = tf.less(x, 1);
      const raised = tf.add(x, tf.cast(small, "float32"));
      const s = tf.add(raised, y);
      const share = tf.div(y, s);
      const logarithm = tf.where(tf.less(raised, y), logQuotient(raised, s), log1p(tf.neg(share)));
      const remainders = tf.sub(digammaTail(raised), digammaTail(s));
      const above = tf.add(tf.sub(logarithm, tf.div(tf.mul(0.5, share), raised)), remainders);
      return tf.where(small, tf.sub(above, tf.div(tf.div(y, tf.add(x, y)), x)), above);
    },
    (x, y) => {
      const ofSum = trigammaOfPositive(tf.add(x, y));
      return [tf.sub(trigammaOfPositive(x), ofSum), tf.neg(ofSum)];
    },
  );
}
