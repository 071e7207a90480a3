import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { isEqual, select } from "../masks.js";
import { log1p } from "./log1p.js";

/**
 * x log y, elementwise, and 0 where x = 0 whatever y is; broadcasts.
 *
 * Gradient: log y in x, 0 where x = y = 0; x / y in y, 0 where x = 0.
 */
export function xlogy(x: NumericInput, y: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.xlogy",
    x,
    y,
    (a, b) => timesUnlessZero(a, tf.log(b)),
    (a, b) => {
      const none = isEqual(a, 0);
      return [tf.log(select(bothZero(a, b), 1, b)), tf.div(a, select(none, 1, b))];
    },
  );
}

/**
 * x log(1 + y), elementwise, and 0 where x = 0 whatever y is; broadcasts.
 *
 * Gradient: log(1 + y) in x, 0 where x = 0 and y = −1; x / (1 + y) in y, 0 where x = 0.
 */
export function xlog1py(x: NumericInput, y: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.xlog1py",
    x,
    y,
    (a, b) => timesUnlessZero(a, log1p(b)),
    (a, b) => {
      const none = isEqual(a, 0);
      return [log1p(select(bothZero(a, tf.add(b, 1)), 0, b)), tf.div(a, tf.add(1, select(none, 0, b)))];
    },
  );
}

function timesUnlessZero(x: tf.Tensor, factor: tf.Tensor): tf.Tensor {
  return select(tf.equal(x, 0), 0, tf.mul(x, factor));
}

function bothZero(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.logicalAnd(isEqual(x, 0), isEqual(y, 0));
}
