import * as tf from "./tf.js";
import { withoutGradient } from "./gradientControl.js";
import { isBetween, isLess, select } from "./masks.js";
import { atanhExcess } from "./special/poissonDeviance.js";
import { tidy } from "./tidy.js";

/** A float32 result and what its rounding left out; together they have twice the digits. The error is a constant. */
export interface Rounded {
  readonly value: tf.Tensor;
  readonly error: tf.Tensor;
}

/** x y, and x y less its float32: exact but for overflow of 4097 x or 4097 y, where the error is given as 0. */
export function exactProduct(x: tf.Tensor, y: tf.Tensor): Rounded {
  const value = tf.mul(x, y);
  return { value, error: productError(x, y, value) };
}

/** x / y, and x / y less its float32, to first order. */
export function exactQuotient(x: tf.Tensor, y: tf.Tensor): Rounded {
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
function productError(x: tf.Tensor, y: tf.Tensor, product: tf.Tensor): tf.Tensor {
  return withoutGradient(() =>
    tidy(() => {
      const [xHigh, xLow] = halves(x);
      const [yHigh, yLow] = halves(y);
      const high = tf.sub(tf.mul(xHigh, yHigh), product);
      return finite(tf.add(tf.add(tf.add(high, tf.mul(xHigh, yLow)), tf.mul(xLow, yHigh)), tf.mul(xLow, yLow)));
    }),
  );
}

function halves(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const scaled = tf.mul(x, 4097);
  const high = tf.sub(scaled, tf.sub(scaled, x));
  return [high, tf.sub(x, high)];
}

const finite = (x: tf.Tensor): tf.Tensor => select(isBetween(x, -3e38, 3e38), x, 0);

/** x + y, and x + y less its float32; exact. */
export function exactSum(x: tf.Tensor, y: tf.Tensor): Rounded {
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
  return tidy(() => {
    const { value, error } = exactProduct(x.value, y.value);
    const carried = withoutGradient(() => tf.add(tf.mul(x.error, y.value), tf.mul(x.value, y.error)));
    return { value, error: tf.add(error, carried) };
  });
}

/** x / (x + y) of a sum that is held to twice the digits, to first order in its error. */
export function shareOfSum(x: tf.Tensor, sum: Rounded): Rounded {
  return tidy(() => {
    const { value, error } = exactQuotient(x, sum.value);
    return { value, error: withoutGradient(() => tf.sub(error, tf.mul(value, tf.div(sum.error, sum.value)))) };
  });
}

/**
 * `poissonDeviance`(a, mean) = a log(a / mean) + mean − a, with the digits that rounding the mean would cost it, and for
 * a mean that leaves the range of float32 from `logMean`.
 */
export function roundedDeviance(a: tf.Tensor, mean: Rounded, logMean: tf.Tensor): tf.Tensor {
  return tidy(() => {
    const { near, difference, v } = closeness(a, mean);
    const close = tf.add(tf.mul(difference, v), tf.mul(tf.mul(2, a), atanhExcess(v)));
    return select(near, close, tf.sub(tf.add(tf.mul(a, tf.sub(tf.log(a), logMean)), mean.value), a));
  });
}

/** log(mean / a), likewise. */
export function roundedLogRatio(mean: Rounded, a: tf.Tensor, logMean: tf.Tensor): tf.Tensor {
  return tidy(() => {
    const { near, v } = closeness(a, mean);
    return select(near, tf.mul(-2, tf.add(v, atanhExcess(v))), tf.sub(logMean, tf.log(a)));
  });
}

/** Where |v| < 0.4 for v = (a − mean) / (a + mean), of which log(a / mean) is 2 atanh v; a − mean and v, 0 elsewhere. */
function closeness(a: tf.Tensor, { value, error }: Rounded): { near: tf.Tensor; difference: tf.Tensor; v: tf.Tensor } {
  const near = isLess(tf.abs(tf.sub(a, value)), tf.mul(0.4, tf.add(a, value)));
  const mean = select(near, value, a);
  const difference = tf.sub(tf.sub(a, mean), select(near, error, 0));
  return { near, difference, v: tf.div(difference, tf.add(a, mean)) };
}
