import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, select, softplus, type NumericInput } from "@variate/math";
import { positive, real, realVector } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector, type ValueAndLogDet } from "./bijector.js";
import { ofLength } from "./ofLength.js";
import { length } from "./vectors.js";

export interface RadialParameters {
  readonly center: NumericInput;
  readonly alpha: NumericInput;
  readonly beta: NumericInput;
}

export interface Radial extends Bijector<"radial"> {
  readonly center: Tensor;
  readonly alpha: Tensor;
  readonly beta: Tensor;
}

const constraints = { center: realVector, alpha: positive, beta: real };

/**
 * The radial flow, of vectors: draws space towards a centre, or away from it.
 *
 *   y = x + β̂ (x − center) / (alpha + r),   r = ‖x − center‖,   β̂ = s − alpha,   s = softplus(beta)
 *   log |det J| = n log((r + s) / (alpha + r)) + log((r² + 2 alpha r + alpha s) / ((alpha + r) (r + s)))
 *
 * The inverse is exact: with R = ‖y − center‖, r is the positive root of r² + (s − R) r − alpha R = 0.
 *
 * @param parameters.center - [..., n].
 * @param parameters.alpha - [...], positive: the radius within which it acts most.
 * @param parameters.beta - [...], any number: how far it pushes. beta = softplusInverse(alpha) changes nothing.
 * @throws If the batches do not broadcast.
 *
 * Reference: Rezende and Mohamed (2015), "Variational inference with normalizing flows", §4.1 and A.2.
 */
export function radial(parameters: RadialParameters): Radial {
  const { tensors, batchShape } = readParameters("radial", constraints, parameters);
  const { center, alpha, beta } = tensors;
  const n = center.shape.at(-1) as number;
  const sized = ofLength(n);
  const own = (): { readonly a: Tensor; readonly s: Tensor } => ({ a: tf.expandDims(alpha, -1), s: softplus(tf.expandDims(beta, -1)) });
  // Ratios of sums of positive terms, none of which is a square that overflows.
  const logDet = (r: Tensor, a: Tensor, s: Tensor): Tensor => {
    const outer = tf.add(a, r);
    const inner = tf.add(r, s);
    const stretch = tf.log(tf.div(inner, outer));
    const lengthwise = tf.add(tf.mul(tf.div(r, outer), tf.div(tf.add(r, tf.mul(2, a)), outer)), tf.mul(tf.div(a, outer), tf.div(s, outer)));
    return tf.squeeze(tf.add(tf.mul(n - 1, stretch), tf.log(lengthwise)), [-1]);
  };
  const forwardBoth = (x: Tensor): ValueAndLogDet => {
    const { a, s } = own();
    const offset = tf.sub(x, center);
    const r = length(offset);
    return { value: tf.add(center, tf.mul(offset, tf.div(tf.add(r, s), tf.add(a, r)))), logDet: logDet(r, a, s) };
  };
  const inverseBoth = (y: Tensor): ValueAndLogDet => {
    const { a, s } = own();
    const offset = tf.sub(y, center);
    const r = positiveRoot(length(offset), a, s);
    return { value: tf.add(center, tf.mul(offset, tf.div(tf.add(a, r), tf.add(r, s)))), logDet: tf.neg(logDet(r, a, s)) };
  };
  return bijector(
    {
      name: "radial", domain: realVector, codomain: realVector, batchShape, constraints, remake: radial,
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth, forwardShape: sized, inverseShape: sized,
    },
    tensors,
  );
}

/** The root r ≥ 0 of r² + (s − R) r − a R = 0, by that of its two forms which adds. */
function positiveRoot(radius: Tensor, a: Tensor, s: Tensor): Tensor {
  const b = tf.sub(radius, s);
  const product = tf.mul(2, tf.mul(tf.sqrt(radiusOrOne(radius)), tf.sqrt(a)));
  const size = tf.concat([tf.add(b, tf.zerosLike(product)), tf.add(product, tf.zerosLike(b))], -1);
  const sum = tf.add(tf.abs(b), length(size));
  const falling = tf.mul(tf.div(tf.mul(2, radius), sum), a);
  return select(isLess(b, 0), falling, tf.mul(0.5, sum));
}

/** The radius with 0, where the square root has no gradient and the root is 0 all the same, put out of the way. */
function radiusOrOne(radius: Tensor): Tensor {
  return select(isLess(radius, 1e-37), 1, radius);
}
