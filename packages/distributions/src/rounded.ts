import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isLess, logRatio, poissonDeviance, select, tidy, withoutGradient } from "@variate/math";

/** A float32 result and what its rounding left out; together they have twice the digits. The error is a constant. */
export interface Rounded {
  readonly value: Tensor;
  readonly error: Tensor;
}

/** x y, and x y less its float32: exact but for overflow of 4097 x or 4097 y, where the error is given as 0. */
export function exactProduct(x: Tensor, y: Tensor): Rounded {
  const value = tf.mul(x, y);
  return { value, error: productError(x, y, value) };
}

/** x / y, and x / y less its float32, to first order. */
export function exactQuotient(x: Tensor, y: Tensor): Rounded {
  const value = tf.div(x, y);
  const error = withoutGradient(() =>
    tidy(() => {
      const product = tf.mul(value, y);
      return finite(tf.div(tf.sub(tf.sub(x, product), productError(value, y, product)), y));
    }),
  );
  return { value, error };
}

/** Dekker's product: of halves with 12 bits each, every product is exact. */
function productError(x: Tensor, y: Tensor, product: Tensor): Tensor {
  return withoutGradient(() =>
    tidy(() => {
      const [xHigh, xLow] = halves(x);
      const [yHigh, yLow] = halves(y);
      const high = tf.sub(tf.mul(xHigh, yHigh), product);
      return finite(tf.add(tf.add(tf.add(high, tf.mul(xHigh, yLow)), tf.mul(xLow, yHigh)), tf.mul(xLow, yLow)));
    }),
  );
}

function halves(x: Tensor): [Tensor, Tensor] {
  const scaled = tf.mul(x, 4097);
  const high = tf.sub(scaled, tf.sub(scaled, x));
  return [high, tf.sub(x, high)];
}

const finite = (x: Tensor): Tensor => select(isBetween(x, -3e38, 3e38), x, 0);

/** x + y, and x + y less its float32; exact. */
export function exactSum(x: Tensor, y: Tensor): Rounded {
  const value = tf.add(x, y);
  const error = withoutGradient(() =>
    tidy(() => {
      const ofY = tf.sub(value, x);
      return finite(tf.add(tf.sub(x, tf.sub(value, ofY)), tf.sub(y, ofY)));
    }),
  );
  return { value, error };
}

/** The product of two of them, to first order in their errors. */
export function roundedProduct(x: Rounded, y: Rounded): Rounded {
  const { value, error } = exactProduct(x.value, y.value);
  const carried = withoutGradient(() => tf.add(tf.mul(x.error, y.value), tf.mul(x.value, y.error)));
  return { value, error: tf.add(error, carried) };
}

/** x / (x + y) of a sum that is held to twice the digits, to first order in its error. */
export function shareOfSum(x: Tensor, sum: Rounded): Rounded {
  const { value, error } = exactQuotient(x, sum.value);
  return { value, error: withoutGradient(() => tf.sub(error, tf.mul(value, tf.div(sum.error, sum.value)))) };
}

/** Boolean: whether the mean is within half of a, where log(mean / a) and the deviance need more than its float32. */
export function isNear(a: Tensor, mean: Tensor): Tensor {
  return isLess(tf.abs(tf.sub(a, mean)), tf.mul(0.5, a));
}

/**
 * `poissonDeviance`(a, mean) = a log(a / mean) + mean − a, with the digits that rounding the mean would cost it, and for
 * a mean that leaves the range of float32 from `logMean`.
 */
export function roundedDeviance(a: Tensor, { value, error }: Rounded, logMean: Tensor): Tensor {
  const near = isNear(a, value);
  // To second order in the error.
  const share = select(near, tf.div(error, value), 0);
  const correction = tf.sub(tf.mul(0.5, tf.mul(tf.mul(a, share), share)), tf.mul(tf.sub(a, value), share));
  const far = tf.sub(tf.add(tf.mul(a, tf.sub(tf.log(a), logMean)), value), a);
  return select(near, tf.add(poissonDeviance(a, select(near, value, a)), select(near, correction, 0)), far);
}

/** log(mean / a), likewise. */
export function roundedLogRatio({ value, error }: Rounded, a: Tensor, logMean: Tensor): Tensor {
  const near = isNear(a, value);
  const close = tf.add(logRatio(select(near, value, a), a), tf.div(error, a));
  return select(near, close, tf.sub(logMean, tf.log(a)));
}
