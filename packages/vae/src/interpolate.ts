import * as tf from "@tensorflow/tfjs-core";
import { tidy } from "@variate/math";
import type { ModelWithMeans } from "./reconstruct.js";

export interface InterpolateOptions {
  /** Number of images from one end to the other, both included; at least 2. */
  readonly steps: number;
  /**
   * `"linear"` goes straight. `"spherical"` keeps to the shell on which a Gaussian prior has its mass: the angle
   * grows evenly, and so does the radius; where there is no angle, from the origin or between opposite ends, it goes
   * straight. By default linear.
   */
  readonly path?: "linear" | "spherical";
}

/**
 * Decoded means along a path between the posterior means of paired examples.
 *
 * @param from - [batch, …data].
 * @param to - [batch, …data].
 * @returns [steps, batch, …data].
 * @throws If there are fewer than 2 steps.
 *
 * Reference: Shoemake (1985) for spherical linear interpolation.
 */
export function interpolate<B>(model: ModelWithMeans<B>, from: B, to: B, options: InterpolateOptions): tf.Tensor {
  const { steps, path = "linear" } = options;
  if (!Number.isInteger(steps) || steps < 2) {
    throw new Error(`interpolate: expected steps to be a whole number from 2 on; got ${steps}.`);
  }
  return tidy(() => {
    const start = model.posterior(from).mean();
    const end = model.posterior(to).mean();
    const shape = [steps, ...start.shape.map(() => 1)];
    const t = tf.reshape(tf.linspace(0, 1, steps), shape);
    return model.likelihood(path === "linear" ? lerp(start, end, t) : slerp(start, end, t)).mean();
  });
}

function lerp(start: tf.Tensor, end: tf.Tensor, t: tf.Tensor): tf.Tensor {
  return tf.add(start, tf.mul(t, tf.sub(end, start)));
}

/** The direction turns evenly from one end to the other and the length changes linearly. */
function slerp(start: tf.Tensor, end: tf.Tensor, t: tf.Tensor): tf.Tensor {
  const latentAxes = start.shape.map((_, axis) => axis).slice(1);
  const length = (z: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(z), latentAxes, true));
  const startLength = length(start);
  const endLength = length(end);
  const cosine = tf.div(tf.sum(tf.mul(start, end), latentAxes, true), tf.maximum(tf.mul(startLength, endLength), 1e-20));
  const angle = tf.acos(tf.clipByValue(cosine, -1, 1));
  const sine = tf.sin(angle);
  // Towards equal directions the weights become 0 / 0, and a straight line is their limit. Between opposite directions,
  // or from the origin, no way round is shorter than another: straight again.
  const straight = tf.logicalOr(tf.less(sine, 1e-4), tf.less(tf.minimum(startLength, endLength), 1e-12));
  const safeSine = tf.where(straight, tf.onesLike(sine), sine);
  const weight = (share: tf.Tensor): tf.Tensor => tf.div(tf.sin(tf.mul(share, angle)), safeSine);
  const unit = (z: tf.Tensor, itsLength: tf.Tensor): tf.Tensor => tf.div(z, tf.maximum(itsLength, 1e-20));
  const direction = tf.add(
    tf.mul(weight(tf.sub(1, t)), unit(start, startLength)),
    tf.mul(weight(t), unit(end, endLength)),
  );
  return tf.where(straight, lerp(start, end, t), tf.mul(direction, lerp(startLength, endLength, t)));
}
