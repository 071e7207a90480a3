import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, log1p, select } from "@variate/math";
import { compare } from "./families/cauchyFormulas.js";

/** log √(d² + s²), without squares that overflow; with log s where s itself is at the edge of float32. */
export function logHypotenuse(d: Tensor, s: Tensor, logS: Tensor = tf.log(s)): Tensor {
  const { far, ratio, larger } = compare(d, s);
  return tf.add(select(far, tf.log(larger), logS), tf.mul(0.5, log1p(tf.square(ratio))));
}

/**
 * asinh(d / s), s > 0, whose quotient may be beyond float32; to relative accuracy near 0; with log s where s itself is at
 * the edge of float32.
 */
export function asinhRatio(d: Tensor, s: Tensor, logS: Tensor = tf.log(s)): Tensor {
  const { far, ratio, larger } = compare(d, s);
  const root = tf.sqrt(tf.add(1, tf.square(ratio)));
  // Each side on signed z or s / d: both functions are odd, and so no absolute value bends them at 0.
  const z = select(far, 0, ratio);
  const magnitude = select(isGreater(z, 0), z, tf.neg(z));
  const near = log1p(tf.add(magnitude, tf.div(tf.square(z), tf.add(1, root))));
  const distant = tf.add(tf.sub(tf.log(larger), logS), tf.log(tf.add(1, root)));
  const size = select(far, distant, near);
  return select(isGreater(d, 0), size, tf.neg(size));
}
