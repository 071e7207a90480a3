import * as tf from "../tf.js";

/**
 * ψ₂(x) = d³ log Γ(x) / dx³, elementwise, for x > 0; differentiable.
 *
 * With y = x + 8, which is large enough for six digits from the asymptotic series:
 *
 *   ψ₂(x) = ψ₂(x + 8) − Σ_{k<8} 2 / (x + k)³
 *
 * Reference: Abramowitz and Stegun, 6.4.6 and 6.4.13.
 */
export function tetragammaOfPositive(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const inverse = tf.div(1, tf.add(x, 8));
    const w = tf.square(inverse);
    // −1/y² − 1/y³ − 1/(2y⁴) + 1/(6y⁶)
    let sum: tf.Tensor = tf.mul(tf.neg(w), tf.add(tf.add(1, inverse), tf.mul(w, tf.sub(0.5, tf.div(w, 6)))));
    for (let k = 7; k >= 0; k--) {
      const term = tf.div(1, tf.add(x, k));
      sum = tf.sub(sum, tf.mul(2, tf.mul(term, tf.square(term))));
    }
    return sum;
  });
}
