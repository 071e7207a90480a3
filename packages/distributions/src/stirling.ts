import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digamma, isGreater, lgamma, safeWhere, tidy } from "@variate/math";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * What Stirling's formula leaves of log Γ: lgamma(x) − [(x − ½) log x − x + ½ log 2π], for x > 0. Error below 1e-6.
 *
 * Gradient: −`digammaRemainder(x)`, by way of the formulas.
 */
export function stirlingRemainder(x: Tensor): Tensor {
  return tidy(() =>
    safeWhere(
      isGreater(x, 8),
      x,
      (large) => {
        const w = tf.square(tf.div(1, large));
        return tf.div(tf.add(1 / 12, tf.mul(w, tf.add(-1 / 360, tf.mul(w, 1 / 1260)))), large);
      },
      (small) => {
        const formula = tf.add(tf.sub(tf.mul(tf.sub(small, 0.5), tf.log(small)), small), HALF_LOG_TWO_PI);
        return tf.sub(lgamma(small), formula);
      },
    ),
  );
}

/** What its derivative leaves of digamma: log x − 1/(2x) − digamma(x), for x > 0. Error below 1e-6. */
export function digammaRemainder(x: Tensor): Tensor {
  return tidy(() =>
    safeWhere(
      isGreater(x, 8),
      x,
      (large) => {
        const w = tf.square(tf.div(1, large));
        return tf.mul(w, tf.add(1 / 12, tf.mul(w, tf.add(-1 / 120, tf.mul(w, 1 / 252)))));
      },
      (small) => tf.sub(tf.sub(tf.log(small), tf.div(0.5, small)), digamma(small)),
    ),
  );
}
