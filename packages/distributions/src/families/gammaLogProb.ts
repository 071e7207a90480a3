import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digamma, fused, isEqual, isLess, poissonDeviance, select, stirlingRemainder, sumToShape, tidy } from "@variate/math";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log of the gamma density, a log r + (a − 1) log x − r x − log Γ(a), in nats; −Infinity below 0. Elementwise;
 * broadcasts.
 *
 *   = ½ log(a / 2π) − log x − s(a) − D(a, r x),   s the Stirling remainder, D the deviance
 *
 * Gradient: (a − 1)/x − r in the value, log(r x) − ψ(a) in the concentration, a/r − x in the rate.
 *
 * Reference: Loader (2000).
 */
export function gammaLogProb(value: Tensor, concentration: Tensor, rate: Tensor): Tensor {
  const inputs = { value, concentration, rate };
  return fused("variate.gammaLogProb", inputs, (own) => density(own.value, own.concentration, own.rate), {
    gradient: (dy, { value: x, concentration: a, rate: r }) => ({
      value: sumToShape(tf.mul(dy, tf.sub(tf.div(tf.sub(a, 1), x), r)), x.shape),
      concentration: sumToShape(tf.mul(dy, tf.sub(tf.log(tf.mul(r, x)), digamma(a))), a.shape),
      rate: sumToShape(tf.mul(dy, tf.sub(tf.div(a, r), x)), r.shape),
    }),
  });
}

function density(x: Tensor, a: Tensor, r: Tensor): Tensor {
  return tidy(() => {
    const prefactor = tf.sub(tf.sub(tf.mul(0.5, tf.log(a)), stirlingRemainder(a)), HALF_LOG_TWO_PI);
    const inside = tf.sub(tf.sub(prefactor, tf.log(x)), poissonDeviance(a, tf.mul(r, x)));
    // At 0 the density is infinite, r, or 0, as a is below, at, or above 1; the terms above would be ∞ − ∞.
    const atZero = select(isEqual(a, 1), tf.log(r), select(isLess(a, 1), Infinity, tf.fill(a.shape, -Infinity)));
    return select(isLess(x, 0), -Infinity, select(isEqual(x, 0), atZero, inside));
  });
}
