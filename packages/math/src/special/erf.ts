import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { polynomial } from "../polynomial.js";
import { millsExcess } from "./normalCdf.js";
import { expSquare, hazard } from "./normalHazard.js";

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

/**
 * Error function, erf(x) = 2/√π ∫₀ˣ exp(−t²) dt, elementwise; relative error below 1e-6, also near 0, where tfjs's
 * own is wrong by 1e-3.
 *
 * Gradient: 2/√π exp(−x²).
 */
export function erf(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.erf",
    x,
    (v) => {
      const a = tf.abs(v);
      const near = tf.mul(v, polynomial(tf.square(v), NEAR));
      const far = tf.mul(tf.sign(v), tf.sub(1, tf.mul(expSquare(a, -1), erfcxPositive(a))));
      return tf.where(tf.less(a, 0.75), near, far);
    },
    (v) => tf.mul(gaussian(v), TWO_OVER_SQRT_PI),
  );
}

/**
 * Complementary error function, 1 − erf(x), elementwise; relative error below 1e-6 down to the smallest normal
 * float32, at x = 9.2.
 *
 * Gradient: −2/√π exp(−x²).
 */
export function erfc(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.erfc",
    x,
    (v) => {
      const a = tf.abs(v);
      const tail = tf.mul(expSquare(a, -1), erfcxPositive(a));
      return tf.where(tf.less(v, 0), tf.sub(2, tail), tail);
    },
    (v) => tf.mul(gaussian(v), -TWO_OVER_SQRT_PI),
  );
}

/**
 * Scaled complementary error function, exp(x²) erfc(x), elementwise; 1/(x√π) for large x, overflows below x = −9.4.
 *
 * Relative error below 1e-6.
 *
 * Gradient: 2x erfcx(x) − 2/√π, taken without the cancellation that this form has for large x.
 */
export function erfcx(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.erfcx",
    x,
    (v) => {
      const positive = erfcxPositive(tf.abs(v));
      return tf.where(tf.less(v, 0), tf.sub(tf.mul(2, expSquare(tf.abs(v), 1)), positive), positive);
    },
    (v) => tf.mul(tf.mul(-Math.SQRT2, erfcx(v)), millsExcess(tf.mul(v, -Math.SQRT2))),
  );
}

/** exp(−x²), accurate in the tails. */
function gaussian(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.gaussian",
    x,
    (v) => expSquare(tf.abs(v), -1),
    (v) => tf.mul(tf.mul(-2, v), gaussian(v)),
  );
}

/** exp(a²) erfc(a) for a ≥ 0: √(2/π) over the hazard of the normal at √2 a. */
function erfcxPositive(a: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(Math.sqrt(2 / Math.PI), hazard(tf.mul(a, Math.SQRT2))));
}

// erf(x)/x of x² for |x| ≤ 0.75, relative error 1.5e-9; scripts/coefficients.py.
const NEAR = [1.1283791, -0.3761262, 0.112833865, -0.026835114, 0.005115332, -6.75648e-4];
