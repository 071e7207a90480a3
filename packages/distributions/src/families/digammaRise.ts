import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, isGreater, log1p, select } from "@variate/math";

/**
 * ψ(a + h) − ψ(a) for a, h > 0 to relative accuracy, also where a is so large that the two round to the same number:
 *
 *   log(1 + h/a) + h / (2a (a + h)) + ρ(a + h) − ρ(a),   ρ the remainder of digamma
 *
 * Call it inside `tidy`.
 */
export function digammaRise(a: Tensor, h: Tensor): Tensor {
  const sum = tf.add(a, h);
  // h/a may leave the range of float32.
  const far = isGreater(h, a);
  const ratio = log1p(tf.div(select(far, a, h), select(far, h, a)));
  const logarithm = tf.add(ratio, select(far, tf.sub(tf.log(h), tf.log(a)), 0));
  const halves = tf.mul(0.5, tf.div(tf.div(h, sum), a));
  return tf.add(tf.add(logarithm, halves), tf.sub(digammaRemainder(sum), digammaRemainder(a)));
}
