import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, select, stopGradient } from "@variate/math";
import { unitSphere } from "../constraints.js";
import { lastSize } from "./scaleTril.js";

// What the families of unit vectors x around a direction μ share. Call these inside `tidy`.

/** log area of the unit sphere in n dimensions, log 2 + (n/2) log π − log Γ(n/2), in float64 on the host. */
export function logSphereArea(n: number): number {
  let logGamma = n % 2 === 0 ? 0 : 0.5 * Math.log(Math.PI);
  for (let k = n % 2 === 0 ? 1 : 0.5; k < n / 2; k++) logGamma += Math.log(k);
  return Math.LN2 + (n / 2) * Math.log(Math.PI) - logGamma;
}

/** @throws Unless the last axis has 2 elements or more. */
export function requireDirections(family: string, loc: Tensor): void {
  if (lastSize(loc) >= 2) return;
  throw new Error(`${family}: expected loc [..., n] with n of 2 or more; got ${formatShape(loc.shape)}.`);
}

export interface Angle {
  /** Whether x has length 1. */
  readonly inside: Tensor;
  /** 1 − μ·x, to relative accuracy. */
  readonly versine: Tensor;
  /** 1 + μ·x, to relative accuracy. */
  readonly coversine: Tensor;
}

/**
 * The angle between x and μ. On the sphere 1 − μ·x is ½ ‖x − μ‖², which keeps its digits where the cosine is all but 1;
 * gradients are those of μ·x. What has not length 1 is taken as μ itself.
 */
export function angle(x: Tensor, loc: Tensor): Angle {
  const inside = unitSphere.contains(x);
  const safe = select(tf.expandDims(inside, -1), x, stopGradient(loc));
  const cosine = tf.sum(tf.mul(safe, loc), -1);
  // Near 1 the subtraction is exact, so that what is put in place of its result is not rounded to the size of 1.
  const withValue = (rough: Tensor, difference: Tensor): Tensor =>
    tf.add(rough, stopGradient(tf.sub(tf.mul(0.5, tf.sum(tf.square(difference), -1)), rough)));
  return {
    inside,
    versine: withValue(tf.sub(1, cosine), tf.sub(safe, loc)),
    coversine: withValue(tf.add(1, cosine), tf.add(safe, loc)),
  };
}

/** The part of z at right angles to μ; the second time takes away what rounding left of the first. */
export function tangent(z: Tensor, loc: Tensor): Tensor {
  const project = (x: Tensor): Tensor => tf.sub(x, tf.mul(loc, tf.sum(tf.mul(x, loc), -1, true)));
  return project(project(z));
}

/** Variances of the elements of x, or their covariance, from those of x along μ and in each direction across it. */
export function spread(loc: Tensor, along: Tensor, across: Tensor): { variance(): Tensor; covariance(): Tensor } {
  const column = (x: Tensor): Tensor => tf.expandDims(x, -1);
  return {
    variance: () => {
      const squares = tf.square(loc);
      return tf.add(tf.mul(column(along), squares), tf.mul(column(across), tf.sub(1, squares)));
    },
    covariance: () => {
      const outer = tf.mul(tf.expandDims(loc, -1), tf.expandDims(loc, -2));
      const rest = tf.sub(tf.eye(lastSize(loc)), outer);
      return tf.add(tf.mul(column(column(along)), outer), tf.mul(column(column(across)), rest));
    },
  };
}
