import * as tf from "../tf.js";
import { withoutGradient } from "../gradientControl.js";
import { isLess } from "../masks.js";
import { polynomial } from "../polynomial.js";

// sin πx and cot πx for the reflection formulas. The argument is reduced before it is multiplied by π, so there is no
// error beside the poles, and the sine is a polynomial: that of wasm is 0 at 1e-16 and slow, that of GPUs is coarse.

/** Where x < 0, and 1 − x there, x elsewhere. */
export function reflected(x: tf.Tensor): { negative: tf.Tensor; positive: tf.Tensor } {
  const negative = isLess(x, 0);
  return { negative, positive: tf.where(negative, tf.sub(1, x), x) };
}

/** x minus the nearest integer: exact, in (−½, ½]; derivative 1. */
export function offsetFromInteger(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const floor = withoutGradient(() => tf.floor(x));
    const fraction = tf.sub(x, floor);
    return tf.sub(fraction, withoutGradient(() => tf.cast(tf.greater(fraction, 0.5), "float32")));
  });
}

/** sin πr for |r| ≤ ½; relative error 7e-9 before rounding. */
export function sinPi(r: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(r, polynomial(tf.square(r), SINE)));
}

/** cot πr for |r| ≤ ½; relative error 8e-9 before rounding. */
export function cotPi(r: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const square = tf.square(r);
    return tf.div(tf.mul(tf.sub(1, tf.mul(4, square)), polynomial(square, COSINE)), sinPi(r));
  });
}

// sin(πr)/r and cos(πr)/(1 − 4r²) of r², |r| ≤ ½; scripts/coefficients.py.
const SINE = [3.1415927, -5.1677101, 2.5500774, -0.5982904, 0.07765591];
const COSINE = [1, -0.934802, 0.3194977, -0.057186272, 0.0060417765];
