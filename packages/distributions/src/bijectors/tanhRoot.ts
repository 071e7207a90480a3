import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { stopGradient, withoutGradient } from "@variate/math";

const STEPS = 24;

/**
 * The a with a + m tanh(a) = target, elementwise, for m ≥ −1: a fixed number of Newton steps on the device, to 1e-6
 * of max(1, |target|, |m|) in the target. Gradients are the implicit ones, ∂a = (∂target − tanh(a) ∂m) / (1 + m (1 − tanh²(a))).
 */
export function tanhRoot(target: Tensor, m: Tensor): Tensor {
  const root = withoutGradient(() =>
    tf.tidy(() => {
      // By symmetry above 0. There the function is concave for m > 0 and convex for m < 0, so that Newton's rule started
      // below the root, or above it, never oversteps.
      const distance = tf.abs(target);
      const below = tf.maximum(tf.sub(distance, m), tf.div(distance, tf.add(1, tf.maximum(m, 0))));
      let a: Tensor = tf.where(tf.broadcastTo(tf.less(m, 0), below.shape), tf.sub(distance, m), below);
      for (let step = 0; step < STEPS; step++) {
        const t = tf.tanh(a);
        a = tf.sub(a, tf.div(tf.sub(tf.add(a, tf.mul(m, t)), distance), slope(m, t)));
      }
      return tf.mul(tf.sign(target), a);
    }),
  );
  // One step more, on the tape: its value stays, its gradient is that of the root.
  const t = stopGradient(tf.tanh(root));
  const excess = tf.sub(tf.add(root, tf.mul(m, t)), target);
  return tf.sub(root, tf.div(excess, stopGradient(slope(m, t))));
}

/** 1 + m (1 − t²), no less than what keeps a step at the flat point of m = −1 finite. */
function slope(m: Tensor, t: Tensor): Tensor {
  return tf.maximum(tf.add(1, tf.mul(m, tf.mul(tf.sub(1, t), tf.add(1, t)))), 1e-7);
}
