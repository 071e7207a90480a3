import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { polynomial } from "../polynomial.js";
import { logRatio } from "./logRatio.js";

/**
 * Half the unit deviance of the Poisson family, elementwise, for x ≥ 0 and mean > 0; broadcasts:
 *
 *   D(x, mean) = x log(x / mean) + mean − x
 *
 * 0 where the two are equal, positive elsewhere, `mean` at x = 0; relative error below 1e-6 also where the terms
 * cancel. With `stirlingRemainder` r it gives, for example, log Poisson(x; mean) = −½ log 2πx − r(x) − D(x, mean), and
 * the binomial, gamma and beta densities in the same way.
 *
 * Gradient: log(x / mean) in x, 1 − x / mean in the mean.
 *
 * Reference: Loader (2000), "Fast and accurate computation of binomial probabilities", bd0.
 */
export function poissonDeviance(x: NumericInput, mean: NumericInput): tf.Tensor {
  return elementwisePair("variate.poissonDeviance", x, mean, deviance, (v, m) => [
    logRatio(v, m),
    tf.div(tf.sub(m, v), m),
  ]);
}

/** With v = (x − m) / (x + m), log(x/m) = 2 atanh v, so near m it is (x − m) v + 2x (atanh v − v). */
function deviance(x: tf.Tensor, mean: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const difference = tf.sub(x, mean);
    // At x = 0, 0 · log 0 is NaN and stands for 0: any other number under the logarithm will do.
    const positive = tf.add(x, tf.cast(tf.equal(x, 0), "float32"));
    return devianceOf(x, mean, difference, logRatio(positive, mean));
  });
}

/** The same from `difference` = x − mean and `ratio` = log(x / mean), which a caller may know to more digits. */
export function devianceOf(x: tf.Tensor, mean: tf.Tensor, difference: tf.Tensor, ratio: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const v = tf.div(difference, tf.add(x, mean));
    const near = tf.add(tf.mul(difference, v), tf.mul(tf.mul(2, x), atanhExcess(v)));
    const far = tf.sub(tf.mul(x, ratio), difference);
    return tf.where(tf.less(tf.abs(v), 0.4), near, far);
  });
}

/** atanh(v) − v for |v| ≤ 0.4. */
export function atanhExcess(v: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const square = tf.square(v);
    return tf.mul(tf.mul(v, square), polynomial(square, ATANH));
  });
}

// (atanh(v)/v − 1)/v² of v², |v| ≤ 0.4, relative error 3e-9; scripts/coefficients.py.
const ATANH = [0.33333333, 0.20000039, 0.14282939, 0.11183576, 0.08252058, 0.11965764];
