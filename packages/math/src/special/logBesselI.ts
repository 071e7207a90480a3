import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { isLess, select } from "../masks.js";
import { besselIRatio, besselIRatioCurvature, besselIRatioSlope, besselIRatioValue } from "./besselIRatio.js";
import { besselSeries } from "./besselSmall.js";
import {
  UNIFORM_FROM,
  uniformCurvature,
  uniformExpansion,
  uniformSlope,
  uniformSum,
  type UniformExpansion,
} from "./besselUniform.js";
import { elementwiseOfOrder } from "./elementwiseOfOrder.js";
import { lgammaOfPositive } from "./lgamma.js";
import { log1p } from "./log1p.js";
import { stirlingRemainder } from "./stirlingRemainder.js";

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * log I_ν(x), elementwise, for any real order ν ≥ 0 and x ≥ 0; broadcasts: logarithm of the modified Bessel function of
 * the first kind. −Infinity at x = 0, but 0 for ν = 0; NaN where an argument is negative. For a whole order k < 0,
 * I_k = I_{−k}.
 *
 * Error below 1e-6 · max(1, |value|, ν), for orders to 1e5 and x from 1e-30 to 1e30. It is close to x for large x: where
 * the rest is wanted use `logScaledBesselI`, and `logNormalizedBesselI` where x is small.
 *
 * Gradient: I_{ν+1}/I_ν + ν/x in x; derivatives up to the third. None in the order, which is treated as a constant.
 *
 * @param order - ν, a number or a tensor.
 *
 * Reference: Abramowitz and Stegun, 9.6.10 and 9.7.7.
 */
export function logBesselI(order: NumericInput, x: NumericInput): tf.Tensor {
  return elementwiseOfOrder(
    "variate.logBesselI",
    order,
    x,
    (own, v) => {
      const bounded = tf.minimum(v, 3e38); // or ∞ − ∞
      const expansion = uniformExpansion(own, bounded);
      const far = tf.add(v, farRest(own, bounded, expansion));
      return tf.where(isSmall(own, v, expansion), smallValue(own, v), far);
    },
    logSlope,
  );
}

/**
 * log(e⁻ˣ I_ν(x)), elementwise, for ν ≥ 0 and x ≥ 0; broadcasts. From ν log x near 0 to −½ log 2πx far out, where
 * log I_ν(x) − x would have lost its digits.
 *
 * Error below 1e-6 · max(1, |value|, ν), for orders to 1e5 and x from 1e-30 to 1e30.
 *
 * Gradient: that of `logBesselI` less 1, without the cancellation for large x; derivatives up to the third. None in the
 * order.
 */
export function logScaledBesselI(order: NumericInput, x: NumericInput): tf.Tensor {
  return elementwiseOfOrder(
    "variate.logScaledBesselI",
    order,
    x,
    (own, v) => {
      const expansion = uniformExpansion(own, v);
      return tf.where(isSmall(own, v, expansion), tf.sub(smallValue(own, v), v), farRest(own, v, expansion));
    },
    logScaledBesselISlope,
  );
}

/**
 * log(Γ(ν + 1) (2/x)^ν I_ν(x)), elementwise, for ν ≥ 0 and x ≥ 0; broadcasts: log I_ν(x) without its power of x, to
 * relative accuracy. x²/(4(ν + 1)) near 0; the logarithm of the hypergeometric function ₀F₁(ν + 1; x²/4).
 *
 * The mean of exp(x u) over a coordinate u of a point drawn uniformly on the unit sphere in d = 2ν + 2 dimensions, so
 * the density of a von Mises–Fisher distribution with concentration x is exp(x cos θ − logNormalizedBesselI(ν, x)) over
 * the area of the sphere, without a subtraction of large terms for small x.
 *
 * Relative error below 1e-6 for orders to 1e5 and x from 1e-30 to 1e30, where the value is a normal float32.
 *
 * Gradient: `besselIRatio`; derivatives up to the fourth. None in the order, which is treated as a constant.
 *
 * @param order - ν, a number or a tensor.
 *
 * Reference: Abramowitz and Stegun, 9.6.47; Mardia and Jupp (2000), §9.3.2.
 */
export function logNormalizedBesselI(order: NumericInput, x: NumericInput): tf.Tensor {
  return elementwiseOfOrder(
    "variate.logNormalizedBesselI",
    order,
    x,
    (own, v) => {
      const bounded = tf.minimum(v, 3e38);
      const expansion = uniformExpansion(own, bounded);
      const far = tf.add(normalizedLeading(own, bounded, expansion), uniformSum(expansion));
      const value = tf.where(isSmall(own, v, expansion), log1p(besselSeries(own, v)), far);
      return tf.where(tf.equal(v, Infinity), v, value);
    },
    besselIRatio,
  );
}

/** Where the series serves: small radii, and orders so large that x² < 2(ν + 1). */
function isSmall(order: tf.Tensor, x: tf.Tensor, { r }: UniformExpansion): tf.Tensor {
  const flat = tf.less(tf.mul(x, tf.div(x, tf.add(order, 1))), 2);
  return tf.logicalOr(tf.less(r, UNIFORM_FROM), flat);
}

/** log I_ν(x) by the series. */
function smallValue(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const zero = tf.equal(order, 0); // 0 · log 0
  const power = select(zero, 0, tf.mul(order, tf.log(tf.mul(0.5, x))));
  return tf.add(log1p(besselSeries(order, x)), tf.sub(power, lgammaOfPositive(tf.add(order, 1))));
}

/** r − x − ν asinh(ν/x) − ½ log 2πr + L, in which r − x = ν²/(r + x). */
function farRest(order: tf.Tensor, x: tf.Tensor, expansion: UniformExpansion): tf.Tensor {
  const { r } = expansion;
  const u = tf.div(order, x);
  const arsinh = log1p(tf.add(u, tf.div(tf.square(u), tf.add(1, tf.sqrt(tf.add(1, tf.square(u)))))));
  const powers = tf.mul(order, tf.sub(tf.div(order, tf.add(r, x)), arsinh));
  return tf.add(powers, tf.sub(uniformSum(expansion), tf.mul(0.5, tf.add(tf.log(r), LOG_2PI))));
}

/**
 * What the expansion has of log(Γ(ν + 1) (2/x)^ν I_ν(x)) but for its sum L. With e = r − ν = x²/(r + ν) and R what
 * Stirling's formula leaves of log Γ(ν),
 *
 *   ν ≥ 1    e − ν log(1 + e/(2ν)) − ½ log(1 + e/ν) + R
 *   ν < 1    r − ν log((ν + r)/2) − ½ log 2πr + log Γ(ν + 1)
 */
export function normalizedLeading(order: tf.Tensor, x: tf.Tensor, { r }: UniformExpansion): tf.Tensor {
  const bounded = tf.maximum(order, 1);
  const excess = tf.mul(x, tf.div(x, tf.add(r, order)));
  const relative = tf.div(excess, bounded);
  const logarithms = tf.add(tf.mul(bounded, log1p(tf.mul(0.5, relative))), tf.mul(0.5, log1p(relative)));
  const large = tf.add(tf.sub(excess, logarithms), stirlingRemainder(bounded));
  const ofRadius = tf.add(
    tf.mul(order, tf.log(tf.mul(0.5, tf.add(order, r)))),
    tf.mul(0.5, tf.add(tf.log(r), LOG_2PI)),
  );
  const small = tf.add(tf.sub(r, ofRadius), lgammaOfPositive(tf.add(order, 1)));
  return tf.where(tf.broadcastTo(tf.less(order, 1), small.shape), small, large);
}

/** d/dx log I_ν(x) = A + ν/x. */
function logSlope(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return elementwiseOfOrder("variate.logBesselISlope", order, x, (own, v) => slopeLess(own, v, 0), scaledCurvature);
}

/** The derivative of `logScaledBesselI`; for ν = 0, I₁/I₀ − 1. */
export function logScaledBesselISlope(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const value = (own: tf.Tensor, v: tf.Tensor): tf.Tensor => slopeLess(own, v, 1);
  return elementwiseOfOrder("variate.logScaledBesselISlope", order, x, value, scaledCurvature);
}

/** A + ν/x − less, which is 1 − less + ν²/(x (r + x)) − x (½ + G)/r² far out. */
function slopeLess(order: tf.Tensor, x: tf.Tensor, less: 0 | 1): tf.Tensor {
  const expansion = uniformExpansion(order, x);
  const { r, inverse } = expansion;
  const first = tf.mul(tf.div(order, x), tf.div(order, tf.add(r, x)));
  const second = tf.mul(tf.mul(inverse, tf.mul(x, inverse)), tf.add(0.5, uniformSlope(expansion)));
  const near = tf.sub(tf.add(besselIRatioValue(order, x), orderOver(order, x)), less);
  return tf.where(tf.less(r, UNIFORM_FROM), near, tf.add(tf.sub(first, second), 1 - less));
}

/** d²/dx² log I_ν(x) = A′ − ν/x², which is −ν²/(r x²) + (½ − τ − M)/r² far out. */
function scaledCurvature(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return elementwiseOfOrder(
    "variate.logScaledBesselICurvature",
    order,
    x,
    (own, v) => {
      const expansion = uniformExpansion(own, v);
      const { r, inverse, tau } = expansion;
      const rest = tf.mul(inverse, tf.sub(tf.sub(0.5, tau), uniformCurvature(expansion)));
      const far = tf.mul(inverse, tf.sub(rest, tf.square(tf.div(own, v))));
      const near = tf.sub(besselIRatioSlope(own, v), tf.div(orderOver(own, v), v));
      return tf.where(tf.less(r, UNIFORM_FROM), near, far);
    },
    (own, v) => tf.add(besselIRatioCurvature(own, v), tf.div(tf.div(tf.mul(2, orderOver(own, v)), v), v)),
  );
}

/** ν/x, 0 for ν = 0 whatever x is. */
function orderOver(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return select(isLess(0, order), tf.div(order, x), 0);
}
