import * as tf from "@tensorflow/tfjs-core";
import { isLess, select } from "../masks.js";
import { cotPi, offsetFromInteger, sinPi } from "./reflection.js";

/**
 * ψ₂(x) = d³ log Γ(x) / dx³, elementwise: the gradient of `trigamma`. Differentiable for x > 0.
 *
 * With y = |x| + 8, which is large enough for six digits from the asymptotic series:
 *
 *   ψ₂(a) = ψ₂(a + 8) − Σ_{k<8} 2 / (a + k)³
 *   ψ₂(−a) = ψ₂(a) + 2/a³ + 2π³ cos πa / sin³ πa
 *
 * Reference: Abramowitz and Stegun, 6.4.6, 6.4.7 and 6.4.13.
 */
export function tetragamma(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const negative = isLess(x, 0);
    // tf.abs will not do: its gradient on wasm is 0 below 1e-7.
    const a = select(negative, tf.neg(x), x);
    const inverse = tf.div(1, tf.add(a, 8));
    const w = tf.square(inverse);
    // −1/y² − 1/y³ − 1/(2y⁴) + 1/(6y⁶)
    const tail = tf.mul(tf.neg(w), tf.add(tf.add(1, inverse), tf.mul(w, tf.sub(0.5, tf.div(w, 6)))));
    let sum = tail;
    for (let k = 7; k >= 1; k--) {
      const term = tf.div(1, tf.add(a, k));
      sum = tf.sub(sum, tf.mul(2, tf.mul(term, tf.square(term))));
    }
    const first = tf.div(1, a);
    const pole = tf.mul(2, tf.mul(first, tf.square(first)));
    // ¼ keeps the branch not taken finite, so that its gradient is zero and not NaN.
    const offset = select(negative, offsetFromInteger(a), 0.25);
    const reflected = tf.mul(2 * Math.PI ** 3, tf.div(cotPi(offset), tf.square(sinPi(offset))));
    return tf.add(sum, tf.where(negative, reflected, tf.neg(pole)));
  });
}

