import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, softplus, withoutGradient, type NumericInput } from "@variate/math";
import { real, realVector } from "../constraints.js";
import { readParameters } from "../parameters.js";
import { bijector, type Bijector } from "./bijector.js";
import { ofLength } from "./ofLength.js";
import { tanhRoot } from "./tanhRoot.js";
import { dot, length } from "./vectors.js";

export interface PlanarParameters {
  readonly u: NumericInput;
  readonly w: NumericInput;
  readonly bias: NumericInput;
}

export interface Planar extends Bijector<"planar"> {
  readonly u: Tensor;
  readonly w: Tensor;
  readonly bias: Tensor;
}

const constraints = { u: realVector, w: realVector, bias: real };

/**
 * The planar flow, of vectors: stretches space along û where it crosses a plane.
 *
 *   y = x + û tanh(wᵀx + bias),   û = u + (m − wᵀu) w / ‖w‖²,   m = softplus(wᵀu) − 1 = wᵀû > −1
 *   log |det J| = log(1 + m (1 − tanh²(wᵀx + bias)))
 *
 * û is u where wᵀu is large, and is moved along w so far that the map stays invertible. The inverse solves
 * a + m tanh(a) = wᵀy + bias by 24 Newton steps on the device, to 1e-6 of max(1, |wᵀy + bias|, |m|), with the implicit
 * gradient; then x = y − û tanh(a).
 *
 * @param parameters.u - [..., n]. @param parameters.w - [..., n], not 0. @param parameters.bias - [...].
 * @throws If `u` and `w` differ in length, or the batches do not broadcast.
 *
 * Reference: Rezende and Mohamed (2015), "Variational inference with normalizing flows", §4.1 and A.1.
 */
export function planar(parameters: PlanarParameters): Planar {
  const { tensors, batchShape } = readParameters("planar", constraints, parameters, ({ u, w }) => {
    if (u.shape.at(-1) !== w.shape.at(-1)) {
      throw new Error(`planar: expected u and w of one length; got ${formatShape(u.shape)} and ${formatShape(w.shape)}.`);
    }
  });
  const { u, w, bias } = tensors;
  /** û, and m + 1 > 0; both with a last axis. */
  const direction = (): { readonly uHat: Tensor; readonly above: Tensor } => {
    const along = dot(w, u);
    const above = softplus(along);
    const size = length(w);
    const correction = tf.div(tf.sub(tf.sub(above, 1), along), size);
    return { uHat: tf.add(u, tf.mul(correction, tf.div(w, size))), above };
  };
  const preactivation = (x: Tensor): Tensor => tf.add(dot(w, x), tf.expandDims(bias, -1));
  // 1 + m (1 − t²) as a sum of positive terms.
  const logDet = (t: Tensor, above: Tensor): Tensor =>
    tf.squeeze(tf.log(tf.add(tf.square(t), tf.mul(above, tf.mul(tf.sub(1, t), tf.add(1, t))))), [-1]);
  const sized = ofLength(u.shape.at(-1) as number);
  const forwardBoth = (x: Tensor) => {
    const { uHat, above } = direction();
    const t = tf.tanh(preactivation(x));
    return { value: tf.add(x, tf.mul(uHat, t)), logDet: logDet(t, above) };
  };
  const inverseBoth = (y: Tensor) => {
    const { uHat, above } = direction();
    const a = tanhRoot(preactivation(y), tf.sub(above, 1));
    const t = tf.tanh(a);
    const x = tf.sub(y, tf.mul(uHat, t));
    // Where û is large the difference loses what wᵀx = a − bias still knows, and the map would magnify the loss.
    const lost = withoutGradient(() => {
      const size = length(w);
      return tf.mul(tf.div(tf.sub(a, preactivation(x)), size), tf.div(w, size));
    });
    return { value: tf.add(x, lost), logDet: tf.neg(logDet(t, above)) };
  };
  return bijector(
    {
      name: "planar", domain: realVector, codomain: realVector, batchShape, constraints, remake: planar,
      forward: (x) => forwardBoth(x).value,
      inverse: (y) => inverseBoth(y).value,
      forwardLogDet: (x) => forwardBoth(x).logDet,
      forwardBoth, inverseBoth, forwardShape: sized, inverseShape: sized,
    },
    tensors,
  );
}
