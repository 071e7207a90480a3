import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwisePair, isGreater, isLess, log1p, select } from "@variate/math";

/** A deviation d = x − loc beside a scale s, as the ratio of the smaller to the larger, which cannot overflow. */
interface Ratio {
  /** Whether |d| > s. */
  readonly far: Tensor;
  /** s / d where far, d / s elsewhere. */
  readonly ratio: Tensor;
  /** |d| where far, s elsewhere. */
  readonly larger: Tensor;
}

export function compare(d: Tensor, s: Tensor): Ratio {
  const far = isGreater(tf.abs(d), s);
  const denominator = select(far, d, s);
  return { far, ratio: tf.div(select(far, s, d), denominator), larger: tf.abs(denominator) };
}

/**
 * log(s / (d² + s²)), without squares that overflow.
 *
 * Gradient: −2d/(d² + s²) in d, and in s (d − s)(d + s)/(s (d² + s²)), which keeps its digits around d = ±s.
 */
export function logKernel(d: Tensor, s: Tensor): Tensor {
  return elementwisePair("variate.cauchyKernel", d, s, logOfKernel, (own, scale) => {
    const { far, ratio, larger } = compare(own, scale);
    const square = tf.square(ratio);
    const share = tf.div(1, tf.add(1, square));
    const part = (side: Tensor): Tensor => tf.div(tf.sub(own, side), larger);
    const apart = select(far, tf.sub(1, square), tf.sub(square, 1));
    const difference = select(isGreater(square, 0.25), tf.mul(part(scale), part(tf.neg(scale))), apart);
    return [
      tf.mul(tf.div(tf.mul(-2, share), select(far, own, scale)), select(far, 1, ratio)),
      tf.div(tf.mul(difference, share), scale),
    ];
  });
}

function logOfKernel(d: Tensor, s: Tensor): Tensor {
  const { ratio, larger } = compare(d, s);
  return tf.sub(tf.sub(tf.log(s), tf.mul(2, tf.log(larger))), log1p(tf.square(ratio)));
}

/** log(atan(s / d) / π), where d > 0, 0 < s / d ≤ 1, whose quotient may underflow. */
export function logTail(d: Tensor, s: Tensor): Tensor {
  // Below 1e-4, atan(r) / r is 1 to float32.
  const r = tf.maximum(tf.div(s, d), 1e-4);
  return tf.add(tf.sub(tf.log(s), tf.log(d)), tf.log(tf.div(tf.atan(r), tf.mul(Math.PI, r))));
}

/** tan(π (p − ½)), whose two ends keep their digits: −Infinity at 0, Infinity at 1. */
export function cauchyQuantile(p: Tensor): Tensor {
  const lower = isLess(p, 0.5);
  const tail = select(lower, p, tf.sub(1, p));
  const outer = tf.div(select(lower, -1, 1), tf.tan(tf.mul(Math.PI, tail)));
  return select(isLess(tail, 0.25), outer, tf.tan(tf.mul(Math.PI, tf.sub(p, 0.5))));
}
