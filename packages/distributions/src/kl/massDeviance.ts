import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwisePair, expm1, isEqual, select, tidy } from "@variate/math";

/**
 * exp(a) (a − b) + exp(b) − exp(a), one value's part of a divergence between log probabilities a and b: never negative,
 * and over all values, whose probabilities sum to 1, its sum is the divergence. To relative accuracy where a is close to
 * b. exp(b) where a is −∞, Infinity where only b is.
 *
 * Gradient: that of exp(a) (a − b), 0 where a is −∞: the other two terms sum to a constant, and an excluded value, whose
 * logarithm has no gradient, would be missing from it.
 */
export function massDeviance(a: Tensor, b: Tensor): Tensor {
  return elementwisePair("variate.massDeviance", a, b, deviance, (x, y) => {
    const excluded = isEqual(x, -Infinity);
    const own = select(excluded, 0, x);
    const share = select(excluded, 0, tf.exp(own));
    return [tf.mul(share, tf.add(1, tf.sub(own, select(excluded, 0, y)))), tf.neg(share)];
  });
}

function deviance(a: Tensor, b: Tensor): Tensor {
  return tidy(() => {
    const excluded = tf.equal(a, -Infinity);
    const own = select(excluded, 0, a);
    const difference = tf.sub(own, select(excluded, 0, b));
    const near = tf.less(tf.abs(difference), 1);
    const small = select(near, difference, 0);
    const close = tf.mul(tf.exp(own), tf.add(small, expm1(tf.neg(small))));
    const apart = tf.add(tf.mul(tf.exp(own), difference), tf.sub(tf.exp(b), tf.exp(own)));
    return select(excluded, tf.exp(b), select(near, close, apart));
  });
}
