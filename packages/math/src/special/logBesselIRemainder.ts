import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { besselIRatioSlope, besselIRatioValue } from "./besselIRatio.js";
import { besselSeries } from "./besselSmall.js";
import { UNIFORM_FROM, uniformExpansion, uniformSlope, uniformSum } from "./besselUniform.js";
import { elementwiseOfOrder } from "./elementwiseOfOrder.js";
import { log1p } from "./log1p.js";
import { normalizedLeading } from "./logBesselI.js";

/**
 * What the leading terms of the uniform expansion leave of log I_ν, elementwise, for ν ≥ 0 and x ≥ 0; broadcasts:
 *
 *   L = log I_ν(x) − [r + ν log(x/(ν + r)) − ½ log 2πr],   r = √(ν² + x²)
 *
 * Small wherever r is large: about (3 − 5 (ν/r)²)/(24 r). Write densities with it in place of a difference of large
 * `logBesselI`s. That of the difference k of two Poisson counts with means m and n, a Skellam distribution, is
 *
 *   −D(a, m) − D(b, n) − ½ log 2πr + L(|k|, x),   x = 2√(m n), r = √(k² + x²), a = (r + k)/2, b = (r − k)/2
 *
 * with D the `poissonDeviance`; a b = m n, so take the smaller of a and b as m n over the larger.
 *
 * Error below 1e-6, and 3e-7 from r = 12 on, for orders to 1e5 and x from 1e-30 to 1e30. ½ log 2πr near r = 0, NaN there.
 *
 * Gradient: in x, of the difference; second order too. None in the order, which is treated as a constant.
 *
 * Reference: Abramowitz and Stegun, 9.7.7.
 */
export function logBesselIRemainder(order: NumericInput, x: NumericInput): tf.Tensor {
  return elementwiseOfOrder(
    "variate.logBesselIRemainder",
    order,
    x,
    (own, v) => {
      const expansion = uniformExpansion(own, v);
      const near = tf.sub(log1p(besselSeries(own, v)), normalizedLeading(own, v, expansion));
      return tf.where(tf.less(expansion.r, UNIFORM_FROM), near, uniformSum(expansion));
    },
    slope,
  );
}

/** A − x/(r + ν) + x/(2r²), which is −x G/r² far out. */
function slope(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return elementwiseOfOrder(
    "variate.logBesselIRemainderSlope",
    order,
    x,
    (own, v) => {
      const expansion = uniformExpansion(own, v);
      const { r, inverse } = expansion;
      const share = tf.mul(tf.mul(v, inverse), inverse);
      const near = tf.add(tf.sub(besselIRatioValue(own, v), tf.div(v, tf.add(r, own))), tf.mul(0.5, share));
      return tf.where(tf.less(r, UNIFORM_FROM), near, tf.neg(tf.mul(share, uniformSlope(expansion))));
    },
    curvature,
  );
}

/** A′ − ν/(r (r + ν)) − (½ − τ)/r². */
function curvature(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const { r, inverse, tau } = uniformExpansion(order, x);
  const rest = tf.add(tf.div(order, tf.add(r, order)), tf.mul(inverse, tf.sub(0.5, tau)));
  return tf.sub(besselIRatioSlope(order, x), tf.mul(inverse, rest));
}
