import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { fused, isLess, select, sumToShape, tidy } from "@variate/math";

/**
 * The deviance x log(x/m) + m − x for positive x and m; 0 where they are equal, positive elsewhere. Elementwise;
 * broadcasts.
 *
 * Densities of the gamma, Poisson, binomial and related families are a Stirling remainder and this, so large
 * logarithms of gamma functions are never subtracted.
 *
 * Gradient: log(x/m) in x, 1 − x/m in m.
 *
 * Reference: Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function deviance(x: Tensor, m: Tensor): Tensor {
  return fused("variate.deviance", { x, m }, (inputs) => value(inputs.x, inputs.m), {
    gradient: (dy, inputs) => ({
      x: sumToShape(tf.mul(dy, tf.log(tf.div(inputs.x, inputs.m))), inputs.x.shape),
      m: sumToShape(tf.mul(dy, tf.div(tf.sub(inputs.m, inputs.x), inputs.m)), inputs.m.shape),
    }),
  });
}

/**
 * With v = (x − m) / (x + m), log(x/m) = 2 atanh(v). Its Taylor series gives
 *
 *   (x − m) v + 2 x v (v²/3 + v⁴/5 + …)
 *
 * which keeps its digits where x and m are close, and the three terms of the definition cancel.
 */
function value(x: Tensor, m: Tensor): Tensor {
  return tidy(() => {
    const difference = tf.sub(x, m);
    const v = tf.div(difference, tf.add(x, m));
    const w = tf.square(v);
    const series = tf.mul(w, tf.add(1 / 3, tf.mul(w, tf.add(1 / 5, tf.mul(w, tf.add(1 / 7, tf.mul(w, 1 / 9)))))));
    const near = tf.add(tf.mul(difference, v), tf.mul(tf.mul(tf.mul(2, x), v), series));
    const far = tf.sub(tf.mul(x, tf.log(tf.div(x, m))), difference);
    return select(isLess(tf.abs(v), 0.1), near, far);
  });
}
