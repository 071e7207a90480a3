import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { isEqual, select } from "../masks.js";
import { besselContinuedFraction } from "./besselSmall.js";
import { elementwiseOfOrder } from "./elementwiseOfOrder.js";
import { UNIFORM_FROM, uniformCurvature, uniformExpansion, uniformSlope } from "./besselUniform.js";

/**
 * I_{ν+1}(x) / I_ν(x), elementwise, for any real order ν ≥ 0 and x ≥ 0; broadcasts. From x/(2(ν + 1)) near 0 up to 1.
 *
 * With ν = d/2 − 1 it is the length of the mean of a von Mises–Fisher draw in d dimensions. Relative error below 1e-6
 * for orders to 1e5 and x from 1e-30 to 1e30. For ν = 0 see `besselRatio`, which is cheaper.
 *
 * Gradient: in x, 1 − A² − (2ν + 1) A/x without its cancellation for large x; derivatives up to the third. None in the
 * order, which is treated as a constant.
 *
 * @param order - ν, a number or a tensor.
 *
 * Reference: Amos (1974), "Computation of modified Bessel functions and their ratios".
 */
export function besselIRatio(order: NumericInput, x: NumericInput): tf.Tensor {
  return elementwiseOfOrder("variate.besselIRatio", order, x, besselIRatioValue, besselIRatioSlope);
}

export function besselIRatioValue(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const bounded = tf.minimum(x, 1e38); // or ∞/∞
    const expansion = uniformExpansion(order, bounded);
    const { r, inverse } = expansion;
    // x/(r + ν) − x (½ + G)/r²
    const correction = tf.mul(tf.mul(inverse, tf.mul(bounded, inverse)), tf.add(0.5, uniformSlope(expansion)));
    const far = tf.sub(tf.div(bounded, tf.add(r, order)), correction);
    const near = tf.mul(tf.div(tf.mul(0.5, x), tf.add(order, 1)), besselContinuedFraction(order, x).s);
    return tf.where(tf.less(r, UNIFORM_FROM), near, far);
  });
}

/** A′(x) of `besselIRatio`. */
export function besselIRatioSlope(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return elementwiseOfOrder("variate.besselIRatioSlope", order, x, slopeValue, besselIRatioCurvature);
}

/** A″ = −2 A A′ − (2ν + 1) (A′ − A/x)/x, odd in x. */
export function besselIRatioCurvature(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const zero = isEqual(x, 0);
  const safe = select(zero, 1, x);
  const ratio = besselIRatio(order, safe);
  const slope = besselIRatioSlope(order, safe);
  const rest = tf.mul(tf.add(1, tf.mul(2, order)), tf.div(tf.sub(slope, tf.div(ratio, safe)), safe));
  return select(zero, 0, tf.neg(tf.add(tf.mul(2, tf.mul(ratio, slope)), rest)));
}

function slopeValue(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const expansion = uniformExpansion(order, x);
    const { r, inverse, tau } = expansion;
    // ν/(r (r + ν)) + (½ − τ − M)/r²
    const rest = tf.mul(inverse, tf.sub(tf.sub(0.5, tau), uniformCurvature(expansion)));
    const far = tf.mul(inverse, tf.add(tf.div(order, tf.add(r, order)), rest));
    // With A/x = s/(2(ν + 1)), 1 − (2ν + 1) A/x = (1 + (2ν + 1)(1 − s))/(2ν + 2).
    const { s, complement } = besselContinuedFraction(order, x);
    const twice = tf.add(2, tf.mul(2, order));
    const first = tf.div(tf.add(1, tf.mul(tf.sub(twice, 1), complement)), twice);
    const near = tf.sub(first, tf.square(tf.div(tf.mul(x, s), twice)));
    return tf.where(tf.less(r, UNIFORM_FROM), near, far);
  });
}
