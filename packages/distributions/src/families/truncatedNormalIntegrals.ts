import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwisePair, exponential, gaussLegendre, isLess, select, withoutGradient } from "@variate/math";

/**
 * An interval [start, start + length] of standard normal values z, reflected where needed so that its middle is not
 * negative, and r = max(start, 0), where the density in it is largest. Integrals are relative to the density there:
 *
 *   φ(r + t) / φ(r) = exp(−t (r + t/2))
 *
 * so they neither under- nor overflow, however far out or narrow the interval is.
 */
export interface Interval {
  readonly start: Tensor;
  readonly length: Tensor;
  readonly r: Tensor;
}

export function intervalOf(start: Tensor, length: Tensor): Interval {
  return rightOf(select(isLess(tf.add(tf.mul(2, start), length), 0), tf.neg(tf.add(start, length)), start), length);
}

/** The same of an interval that is known to lie on the right. */
export const rightOf = (start: Tensor, length: Tensor): Interval => ({ start, length, r: select(isLess(start, 0), 0, start) });

/** Exponent at which the integrals end. */
const DEPTH = 18;
const RULE = /* @__PURE__ */ gaussLegendre(20, 0, 1);

/**
 * ∫ g(t) φ(r + t)/φ(r) dt over the interval: from r outwards, where the integrand falls off, and from 0 down to a negative
 * start, by Gauss and Legendre's rule on each; relative error about 1e-7 before rounding.
 *
 * @param g - Of t with one more axis than the interval; 1 unless told.
 */
export function integral({ start, length, r }: Interval, g?: (t: Tensor) => Tensor): Tensor {
  const below = tf.sub(r, start);
  // t with t (r + t/2) = DEPTH; the square of r might overflow.
  const bounded = tf.minimum(r, 1e15);
  const reach = withoutGradient(() => tf.div(2 * DEPTH, tf.add(r, tf.maximum(r, tf.sqrt(tf.add(tf.square(bounded), 2 * DEPTH))))));
  const outward = tf.minimum(tf.sub(length, below), reach);
  const inward = tf.minimum(below, Math.sqrt(2 * DEPTH));
  return tf.add(piece(outward, 1), piece(inward, -1));

  function piece(span: Tensor, sign: number): Tensor {
    const wide = tf.expandDims(span, -1);
    const t = tf.mul(wide, tf.mul(sign, tf.tensor1d(RULE.nodes as number[])));
    const density = tf.exp(tf.neg(tf.mul(t, tf.add(tf.expandDims(r, -1), tf.mul(0.5, t)))));
    const terms = g === undefined ? density : tf.mul(density, g(t));
    return tf.mul(span, tf.sum(tf.mul(terms, tf.tensor1d(RULE.weights as number[])), -1));
  }
}

/** log of the integral of 1. Gradient: −E t in the start, and the relative density at the end in the length. */
export function logIntegral({ start, length }: Interval): Tensor {
  return elementwisePair("variate.logNormalInterval", start, length, (a, l) => tf.log(integral(rightOf(a, l))), (a, l) => {
    const own = rightOf(a, l);
    const total = integral(own);
    const end = tf.sub(l, tf.sub(own.r, a));
    const height = exponential(tf.neg(tf.mul(end, tf.add(own.r, tf.mul(0.5, end)))));
    return [tf.neg(tf.div(integral(own, (t) => t), total)), tf.div(height, total)];
  });
}
