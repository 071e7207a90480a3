import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { isEqual, select } from "../masks.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { expm1 } from "./expm1.js";
import { logistic } from "./softplus.js";

/**
 * log(exp(x) + exp(y)), elementwise, without overflow; broadcasts. −Infinity where both are.
 *
 * Gradient: the logistic function of x − y and of y − x; 0 where both are −Infinity.
 */
export function logAddExp(x: NumericInput, y: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.logAddExp",
    x,
    y,
    (a, b) => {
      // Of two equal infinities the difference would be NaN.
      const apart = select(tf.equal(a, b), 0, tf.abs(tf.sub(a, b)));
      return tf.add(tf.maximum(a, b), log1p(tf.exp(tf.neg(apart))));
    },
    (a, b) => {
      const none = tf.logicalAnd(isEqual(a, b), isEqual(a, -Infinity));
      const difference = tf.sub(select(none, 0, a), select(none, 0, b));
      return [select(none, 0, logistic(difference)), select(none, 0, logistic(tf.neg(difference)))];
    },
  );
}

/**
 * log(exp(x) − exp(y)), elementwise, for x ≥ y, without overflow or cancellation; broadcasts. −Infinity where the two
 * are equal, NaN where x < y. With `logNormalCdf` it gives log probabilities of intervals far out in a tail.
 *
 * Gradient: 1 / (1 − exp(y − x)) in x and −1 / (exp(x − y) − 1) in y; 0 where both are −Infinity.
 */
export function logSubExp(x: NumericInput, y: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.logSubExp",
    x,
    y,
    (a, b) => {
      const value = tf.add(a, log1mexp(tf.sub(a, b)));
      const inOrder = select(tf.less(a, b), NaN, value);
      return select(tf.equal(a, b), -Infinity, inOrder);
    },
    (a, b) => {
      const none = tf.logicalAnd(isEqual(a, b), isEqual(a, -Infinity));
      const difference = tf.sub(select(none, 1, a), select(none, 0, b));
      const ratio = tf.div(-1, expm1(difference));
      return [select(none, 0, tf.div(-1, expm1(tf.neg(difference)))), select(none, 0, ratio)];
    },
  );
}

