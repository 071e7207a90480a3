import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, select, tidy, withoutGradient } from "@variate/math";

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
