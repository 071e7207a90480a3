import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { log1p } from "./log1p.js";
import { expSquare, hazard, hazardExcess } from "./normalHazard.js";

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

/**
 * Density of the standard normal, φ(x) = exp(−x²/2) / √(2π), elementwise; relative error below 1e-6 in the tails too.
 *
 * Gradient: −x φ(x).
 */
export function normalPdf(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.normalPdf",
    x,
    (v) => tf.mul(expSquare(tf.abs(v), -0.5), DENSITY_AT_0),
    (v) => tf.mul(tf.neg(v), normalPdf(v)),
  );
}

/**
 * Cumulative distribution function of the standard normal, Φ(x), elementwise.
 *
 * Relative error below 1e-6 down to the smallest normal float32, at x = −13; beyond, use `logNormalCdf`.
 * Φ(−x) is 1 − Φ(x) to full relative accuracy.
 *
 * Gradient: the density φ(x).
 */
export function normalCdf(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.normalCdf",
    x,
    (v) => {
      const tail = lowerTail(tf.abs(v));
      return tf.where(tf.less(v, 0), tail, tf.sub(1, tail));
    },
    normalPdf,
  );
}

/**
 * log Φ(x), elementwise: −x²/2 − log |x| − ½ log 2π and so on far to the left, −Φ(−x) far to the right.
 *
 * Relative error below 1e-6 everywhere; −Infinity only where −x²/2 itself passes the range of float32, at x = −2.6e19.
 *
 * Gradient: φ(x) / Φ(x), see `inverseMillsRatio`, which never underflows; derivatives of every order.
 */
export function logNormalCdf(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.logNormalCdf",
    x,
    (v) => {
      const a = tf.abs(v);
      const left = tf.neg(tf.add(tf.add(tf.mul(tf.mul(a, 0.5), a), LOG_SQRT_2PI), tf.log(hazard(a))));
      return tf.where(tf.less(v, 0), left, log1p(tf.neg(lowerTail(a))));
    },
    inverseMillsRatio,
  );
}

/**
 * φ(x) / Φ(x), elementwise: the derivative of log Φ, and the mean of a standard normal that is known to exceed −x.
 *
 * Approaches −x for x → −∞ and φ(x) for x → ∞; relative error below 1e-6.
 *
 * Gradient: −m (x + m), with x + m from its own approximation for x < 0, where it would cancel.
 *
 * Reference: Sampford (1953), "Some inequalities on Mill's ratio and related functions".
 */
export function inverseMillsRatio(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.inverseMillsRatio",
    x,
    (v) => {
      const a = tf.abs(v);
      const h = hazard(a);
      const density = tf.mul(expSquare(a, -0.5), DENSITY_AT_0);
      return tf.where(tf.less(v, 0), h, tf.div(density, tf.sub(1, tf.div(density, h))));
    },
    (v) => tf.neg(tf.mul(inverseMillsRatio(v), millsExcess(v))),
  );
}

/** m(x) + x, the excess of `inverseMillsRatio` over its asymptote −x; positive everywhere. */
export function millsExcess(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.millsExcess",
    x,
    (v) => tf.where(tf.less(v, 0), hazardExcess(tf.abs(v)), tf.add(inverseMillsRatio(v), v)),
    (v) => tf.sub(1, tf.mul(inverseMillsRatio(v), millsExcess(v))),
  );
}

/** Φ(−a) for a ≥ 0. */
function lowerTail(a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(tf.mul(expSquare(a, -0.5), DENSITY_AT_0), hazard(a)));
}

