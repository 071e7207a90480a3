import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, exactProduct, exactQuotient, isBetween, isEqual, isGreater, isLess, roundedDeviance, roundedLogRatio, select, smooth, stirlingRemainder, tidy, type Rounded } from "@variate/math";

/** Which power of x has a gamma distribution: x itself (gamma, chi-squared), 1/x (inverse gamma), x² (chi). */
export type Power = 1 | -1 | 2;

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * y = rate · xᵖ, which has concentration a and rate 1. Within half of a it is held to twice the digits of float32,
 * since densities there depend on a − y.
 */
export function gammaVariable(x: Tensor, rate: Tensor, power: Power): Rounded {
  if (power === -1) return exactQuotient(rate, x);
  return exactProduct(power === 1 ? rate : tf.mul(rate, x), x);
}

/**
 * log of the density of x when y = rate · xᵖ has a gamma distribution with concentration a and rate 1, in nats; −Infinity
 * below 0. Elementwise; broadcasts.
 *
 *   = ½ log(a / 2π) − s(a) − D(a, y) + log |p| − log x,   s the Stirling remainder, D the deviance
 *
 * Gradient: (p (a − y) − 1)/x in the value, log y − ψ(a) in the concentration, (a − y)/rate in the rate; 0 outside the
 * support.
 *
 * Reference: Loader (2000).
 */
export function gammaPowerLogProb(value: Tensor, concentration: Tensor, rate: Tensor, power: Power): Tensor {
  const inputs = { value, concentration, rate };
  return smooth("variate.gammaPowerLogProb", inputs, (own) => density(own.value, own.concentration, own.rate, power), ({ value: v, concentration: a, rate: r }) => {
    const inside = tf.logicalAnd(isGreater(v, 0), isLess(v, Infinity));
    const x = select(inside, v, 1);
    const y = gammaVariable(x, r, power);
    // Beyond, y has lost its digits, and the terms that it stands for are taken apart.
    const near = isBetween(y.value, 1e-30, 1e30);
    const xp = power === 1 ? x : power === -1 ? tf.div(1, x) : tf.mul(x, x);
    // Of 1/x both terms are at once infinite.
    const far =
      power === -1
        ? tf.div(tf.sub(tf.sub(y.value, a), 1), x)
        : tf.sub(tf.div(tf.sub(tf.mul(power, a), 1), x), tf.mul(power, power === 1 ? r : tf.mul(r, x)));
    return {
      value: select(inside, select(near, tf.div(slopeNumerator(a, y, power), x), far), 0),
      concentration: select(inside, tf.add(roundedLogRatio(y, a, logVariable(x, r, power)), tf.sub(tf.div(0.5, a), digammaRemainder(a))), 0),
      rate: select(inside, select(near, tf.div(tf.sub(tf.sub(a, y.value), y.error), r), tf.sub(tf.div(a, r), xp)), 0),
    };
  }, { attributes: { power } });
}

const logVariable = (x: Tensor, r: Tensor, power: Power): Tensor => tf.add(tf.log(r), tf.mul(power, tf.log(x)));

/**
 * p (a − y) − 1, which has a root where p a = 1 + p y: the 1 is taken from the larger side first, which leaves every step
 * exact near the root, and the rounding of y last.
 */
function slopeNumerator(a: Tensor, { value, error }: Rounded, power: Power): Tensor {
  const small = isLess(power === -1 ? a : tf.mul(power, value), 1);
  const first = power === -1 ? tf.sub(tf.sub(value, 1), a) : tf.sub(tf.sub(tf.mul(power, a), 1), tf.mul(power, value));
  const last = tf.sub(tf.mul(power, tf.sub(a, value)), 1);
  return tf.sub(select(small, first, last), tf.mul(power, error));
}

function density(v: Tensor, a: Tensor, r: Tensor, power: Power): Tensor {
  return tidy(() => {
    const x = select(isGreater(v, 0), v, 1);
    const deviance = roundedDeviance(a, gammaVariable(x, r, power), logVariable(x, r, power));
    const prefactor = tf.sub(tf.sub(tf.mul(0.5, tf.log(a)), stirlingRemainder(a)), HALF_LOG_TWO_PI - Math.log(Math.abs(power)));
    const inside = tf.sub(tf.sub(prefactor, tf.log(x)), deviance);
    const positive = select(isLess(v, Infinity), inside, -Infinity);
    return select(isGreater(v, 0), positive, select(isEqual(v, 0), atZero(a, r, power), -Infinity));
  });
}

/** The limit at 0: infinite, finite or 0 as p a is below, at or above 1; the terms inside would be ∞ − ∞. */
function atZero(a: Tensor, r: Tensor, power: Power): Tensor {
  if (power === -1) return tf.fill(a.shape, -Infinity);
  const finite = power === 1 ? tf.log(r) : tf.mul(0.5, tf.log(tf.mul(4 / Math.PI, r)));
  return select(tf.equal(a, 1 / power), finite, select(isLess(a, 1 / power), Infinity, tf.fill(a.shape, -Infinity)));
}
