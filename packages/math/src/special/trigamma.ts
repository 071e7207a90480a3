import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { select } from "../masks.js";
import { cotPi, offsetFromInteger, reflected, sinPi } from "./reflection.js";
import { trigammaOfPositive } from "./stirlingRemainder.js";
import { tetragammaOfPositive } from "./tetragamma.js";

/**
 * Trigamma function ψ₁(x) = d² log Γ(x) / dx², elementwise, for all real x.
 *
 * +Infinity at 0, −1, −2, …. Relative error below 1e-6 for x > 0, error below 1e-5 · max(1, |value|) for x < 0.
 *
 * Gradient: ψ₂(x), for all x but 0, −1, −2, ….
 *
 * Reference: Abramowitz and Stegun, 6.4.7.
 */
export function trigamma(x: NumericInput): tf.Tensor {
  return elementwise("variate.trigamma", x, psi1, tetragamma);
}

/** (π / sin πx)² − ψ₁(1 − x) for x < 0. */
function psi1(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const { negative, positive } = reflected(x);
    const own = trigammaOfPositive(positive);
    const sine = tf.div(Math.PI, sinPi(offsetFromInteger(tf.abs(x))));
    return tf.where(negative, tf.sub(tf.square(sine), own), own);
  });
}

/** ψ₂(1 − x) + 2π³ cos π|x| / sin³ π|x| for x < 0. Differentiable for x > 0. */
function tetragamma(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const { negative, positive } = reflected(x);
    // ¼ keeps the branch not taken finite, so that its gradient is zero and not NaN.
    const offset = select(negative, offsetFromInteger(tf.neg(x)), 0.25);
    const pole = tf.mul(2 * Math.PI ** 3, tf.div(cotPi(offset), tf.square(sinPi(offset))));
    return tf.add(tetragammaOfPositive(positive), select(negative, pole, 0));
  });
}
