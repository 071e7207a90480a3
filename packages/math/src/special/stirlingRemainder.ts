import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwise } from "../elementwise.js";
import { digammaTail, lgammaTail, trigammaTail } from "./gammaRemainders.js";
import { log1p } from "./log1p.js";
import { tetragammaOfPositive } from "./tetragamma.js";

/**
 * What Stirling's formula leaves of log Γ, elementwise, for x > 0:
 *
 *   r(x) = lgamma(x) − [(x − ½) log x − x + ½ log 2π]
 *
 * From +Infinity at 0 down to 1/(12x). Write densities with it in place of differences of large `lgamma`s: the
 * logarithmic terms then cancel on paper and not in float32. Relative error below 2e-6.
 *
 * Gradient: `digammaRemainder`; derivatives up to the third.
 *
 * Reference: Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function stirlingRemainder(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.stirlingRemainder",
    x,
    // r(x) = r(x + 1) + (x + ½) log(1 + 1/x) − 1
    (v) => shifted(v, lgammaTail, () => tf.sub(tf.mul(tf.add(v, 0.5), log1p(tf.div(1, v))), 1)),
    digammaRemainder,
  );
}

/**
 * What the same formula leaves of the digamma function, elementwise, for x > 0:
 *
 *   ρ(x) = digamma(x) − log x + 1/(2x)
 *
 * From −Infinity at 0 up to −1/(12x²). Relative error below 2e-6.
 *
 * Gradient: trigamma(x) − 1/x − 1/(2x²), not as that difference.
 */
export function digammaRemainder(x: NumericInput): tf.Tensor {
  return elementwise(
    "variate.digammaRemainder",
    x,
    // ρ(x) = ρ(x + 1) + log(1 + 1/x) − ½ (1/x + 1/(x + 1))
    (v) => shifted(v, digammaTail, () => {
      const inverse = tf.div(1, v);
      return tf.sub(log1p(inverse), tf.mul(0.5, tf.add(inverse, tf.div(1, tf.add(v, 1)))));
    }),
    trigammaRemainder,
  );
}

/**
 * `digamma`(x) for x > 0, elementwise: what distributions use, since it ships no reflection formula.
 *
 * Error below 1e-6 · max(1, |value|). Derivatives up to the third.
 */
export function digammaOfPositive(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.add(tf.sub(tf.log(x), tf.div(0.5, x)), digammaRemainder(x)));
}

/** `trigamma`(x) for x > 0, elementwise; differentiable. Relative error below 1e-6. */
export function trigammaOfPositive(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const inverse = tf.div(1, x);
    return tf.add(tf.mul(inverse, tf.add(tf.mul(inverse, 0.5), 1)), trigammaRemainder(x));
  });
}

/** τ(x) = trigamma(x) − 1/x − 1/(2x²), for x > 0. */
function trigammaRemainder(x: tf.Tensor): tf.Tensor {
  return elementwise(
    "variate.trigammaRemainder",
    x,
    // τ(x) = τ(x + 1) + ½ (1/x − 1/(x + 1))²
    (v) => shifted(v, trigammaTail, () => tf.mul(0.5, tf.square(tf.div(tf.div(1, v), tf.add(v, 1))))),
    (v) => {
      const square = tf.square(tf.div(1, v));
      return tf.add(tetragammaOfPositive(v), tf.add(square, tf.div(square, v)));
    },
  );
}

/** tail(x) for x ≥ 1, tail(x + 1) + step(x) below; NaN for x < 0, where the formula has no real value. */
function shifted(x: tf.Tensor, tail: (y: tf.Tensor) => tf.Tensor, step: () => tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const small = tf.less(x, 1);
    const value = tail(tf.add(x, tf.cast(small, "float32")));
    const whole = tf.where(small, tf.add(value, step()), value);
    return tf.where(tf.less(x, 0), tf.fill(x.shape, NaN), whole);
  });
}
