import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";

/** The smallest positive float32 that every backend keeps. */
export const SMALLEST_NORMAL = 2 ** -126;
export const LARGEST = (2 - 2 ** -23) * 2 ** 127;

// exp of these stays between the two on every backend.
const LOG_SMALLEST = -87.3365;
const LOG_LARGEST = 88.722;

/** exp(y), and where that is no positive float32 the nearest that is, with gradient 0. */
export function representableExp(y: Tensor): Tensor {
  return tf.exp(tf.minimum(tf.maximum(y, LOG_SMALLEST), LOG_LARGEST));
}

/** scale · exp(y), and where that is no positive float32 the nearest that is, with gradient 0 in y. */
export function representableScaledExp(scale: Tensor, y: Tensor): Tensor {
  const [low, high] = withoutGradient(() => {
    const log = tf.log(scale);
    return [tf.sub(LOG_SMALLEST, log), tf.sub(LOG_LARGEST, log)] as const;
  });
  return scaledExp(scale, tf.minimum(tf.maximum(y, low), high));
}

/** scale · exp(y), in two halves, since scale may be small where exp(y) is beyond float32. */
export function scaledExp(scale: Tensor, y: Tensor): Tensor {
  const root = tf.exp(tf.mul(0.5, y));
  return tf.mul(tf.mul(scale, root), root);
}

/** x, and where it is infinite the float32 nearest to that, with gradient 0. */
export function finite(x: Tensor): Tensor {
  return tf.minimum(tf.maximum(x, -LARGEST), LARGEST);
}
