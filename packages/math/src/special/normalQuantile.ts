import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { hostRational, rational } from "../polynomial.js";
import { hazard } from "./normalHazard.js";

/**
 * Quantile function of the standard normal, Φ⁻¹(p), elementwise: the inverse of `normalCdf`.
 *
 * −Infinity at 0, +Infinity at 1, NaN outside [0, 1]. Error below 1e-6 · max(1, |value|); relative near ½ too.
 * Upper tails beyond p = 1 − 6e-8 cannot be told apart in float32: use −Φ⁻¹(1 − p) with the small number.
 *
 * Gradient: 1 / φ(Φ⁻¹(p)).
 *
 * Reference: Wichura (1988), Algorithm AS 241, PPND7.
 */
export function normalQuantile(p: NumericInput): tf.Tensor {
  return elementwise(
    "variate.normalQuantile",
    p,
    (v) => quantile(tf.sub(v, 0.5), tf.minimum(v, tf.sub(1, v))),
    normalQuantileDensity,
  );
}

/**
 * Inverse of the error function, elementwise, for y in [−1, 1]: erfinv(y) = Φ⁻¹((1 + y) / 2) / √2.
 *
 * ±Infinity at ±1, NaN outside. Relative error below 1e-6, also near 0.
 *
 * Gradient: (√π / 2) exp(erfinv(y)²).
 */
export function erfinv(y: NumericInput): tf.Tensor {
  return elementwise(
    "variate.erfinv",
    y,
    (v) => tf.mul(quantile(tf.mul(v, 0.5), tf.mul(tf.sub(1, tf.abs(v)), 0.5)), Math.SQRT1_2),
    erfinvDerivative,
  );
}

// In the tails φ(Φ⁻¹(p)) is p times the hazard at Φ⁻¹(p), which does not amplify the error of the quantile.

/** s = 1 / φ(Φ⁻¹(p)); its derivative is Φ⁻¹(p) s². */
function normalQuantileDensity(p: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.normalQuantileDensity",
    p,
    (v) => reciprocalDensity(normalQuantile(v), tf.minimum(v, tf.sub(1, v))),
    (v) => tf.mul(normalQuantile(v), tf.square(normalQuantileDensity(v))),
  );
}

/** d = (√π / 2) exp(e²) with e = erfinv(y); its derivative is 2 e d². */
function erfinvDerivative(y: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.erfinvDerivative",
    y,
    (v) => {
      const tail = tf.mul(tf.sub(1, tf.abs(v)), 0.5);
      return tf.mul(reciprocalDensity(tf.mul(erfinv(v), Math.SQRT2), tail), 0.5 * Math.SQRT1_2);
    },
    (v) => tf.mul(tf.mul(2, erfinv(v)), tf.square(erfinvDerivative(v))),
  );
}

/** 1 / φ(x) from the tail Φ(−|x|). */
function reciprocalDensity(x: tf.Tensor, tail: tf.Tensor): tf.Tensor {
  return tf.div(1, tf.mul(tail, hazard(tf.abs(x))));
}

/** Φ⁻¹ from p − ½, which is exact near the middle, and min(p, 1 − p), which is exact in the tails. */
function quantile(centred: tf.Tensor, tail: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const outer = tailQuantile(tf.neg(tf.log(tail)));
    const signed = tf.mul(tf.sign(centred), outer);
    return tf.where(tf.lessEqual(tf.abs(centred), 0.425), centralQuantile(centred), signed);
  });
}

/** Φ⁻¹(½ + centred) for |centred| ≤ 0.425. */
export function centralQuantile(centred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const r = tf.sub(0.180625, tf.square(centred));
    return tf.mul(centred, rational(r, CENTRAL_NUMERATOR, CENTRAL_DENOMINATOR));
  });
}

/** −Φ⁻¹(exp(−s)) for s ≥ 2.59, where exp(−s) ≤ 0.075. */
export function tailQuantile(s: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const r = tf.sqrt(s);
    const near = rational(tf.sub(r, 1.6), NEAR_NUMERATOR, NEAR_DENOMINATOR);
    const far = rational(tf.sub(r, 5), FAR_NUMERATOR, FAR_DENOMINATOR);
    return tf.where(tf.lessEqual(r, 5), near, tf.where(tf.less(r, Infinity), far, r));
  });
}

/**
 * Φ⁻¹(½ + centred) of numbers, in float64 on the host: the same approximation, right to 2e-7 relative.
 *
 * @param centred - p − ½.
 * @param tail - The smaller of p and 1 − p, which may have digits that `centred` has not.
 */
export function hostNormalQuantile(centred: number, tail: number): number {
  if (Math.abs(centred) <= 0.425) {
    return centred * hostRational(0.180625 - centred * centred, CENTRAL_NUMERATOR, CENTRAL_DENOMINATOR);
  }
  const r = Math.sqrt(-Math.log(tail));
  const outer = r > 5 ? hostRational(r - 5, FAR_NUMERATOR, FAR_DENOMINATOR) : hostRational(r - 1.6, NEAR_NUMERATOR, NEAR_DENOMINATOR);
  return Math.sign(centred) * outer;
}

const CENTRAL_NUMERATOR = [3.38713272, 50.4342719, 159.291132, 59.1093747];
const CENTRAL_DENOMINATOR = [1, 17.8951695, 78.7577577, 67.1875636];
const NEAR_NUMERATOR = [1.42343728, 2.75681539, 1.30672848, 0.170238211];
const NEAR_DENOMINATOR = [1, 0.737001642, 0.12021133];
const FAR_NUMERATOR = [6.65790512, 3.08122639, 0.428682943, 0.017337204];
const FAR_DENOMINATOR = [1, 0.241978942, 0.0122582026];
