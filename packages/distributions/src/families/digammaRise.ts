import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, log1p } from "@variate/math";

/**
 * ψ(a + h) − ψ(a) for a, h > 0 to relative accuracy, also where a is so large that the two round to the same number:
 *
 *   log(1 + h/a) + h / (2a (a + h)) + ρ(a + h) − ρ(a),   ρ the remainder of digamma
 *
 * Call it inside `tidy`.
 */
export function digammaRise(a: Tensor, h: Tensor): Tensor {
  const sum = tf.add(a, h);
  const logarithm = log1p(tf.div(h, a));
  const halves = tf.mul(0.5, tf.div(tf.div(h, sum), a));
  return tf.add(tf.add(logarithm, halves), tf.sub(digammaRemainder(sum), digammaRemainder(a)));
}
