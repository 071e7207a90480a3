import * as tf from "../tf.js";

/** Terms of the series: enough for √(ν² + x²) ≤ 12, and for x² ≤ 2(ν + 1). */
const TERMS = 18;

/** Steps of the recurrence: enough for √(ν² + x²) ≤ 12. */
const STEPS = 12;

/**
 * Γ(ν + 1) (2/x)^ν I_ν(x) − 1 = Σ_{k≥1} (x²/4)^k / (k! (ν + 1)_k), positive terms by Horner's rule.
 *
 * Reference: Abramowitz and Stegun, 9.6.10.
 */
export function besselSeries(order: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const quarter = tf.mul(0.25, tf.square(x));
    let sum: tf.Tensor | undefined;
    for (let k = TERMS; k >= 1; k--) {
      const step = tf.div(quarter, tf.mul(k, tf.add(order, k)));
      sum = sum === undefined ? step : tf.mul(step, tf.add(1, sum));
    }
    return sum as tf.Tensor;
  });
}

/**
 * The ratio I_{ν+1}/I_ν over its leading term x/(2(ν + 1)): s, and 1 − s, from 1 at x = 0 down.
 *
 * With q = x²/4, s_{ν−1} = 1 / (1 + q s_ν / (ν (ν + 1))), stable downwards, begun with Amos's bound.
 *
 * Reference: Amos (1974), "Computation of modified Bessel functions and their ratios".
 */
export function besselContinuedFraction(order: tf.Tensor, x: tf.Tensor): { s: tf.Tensor; complement: tf.Tensor } {
  return tf.tidy(() => {
    const square = tf.square(x);
    const quarter = tf.mul(0.25, square);
    const top = tf.add(order, STEPS);
    const root = tf.sqrt(tf.add(tf.square(tf.add(top, 1.5)), square));
    let s: tf.Tensor = tf.div(tf.mul(2, tf.add(top, 1)), tf.add(tf.add(top, 0.5), root));
    let complement = s;
    for (let k = STEPS; k >= 1; k--) {
      const own = tf.add(order, k);
      const excess = tf.mul(tf.div(quarter, tf.mul(own, tf.add(own, 1))), s);
      s = tf.div(1, tf.add(1, excess));
      complement = tf.mul(excess, s);
    }
    return { s, complement };
  });
}
