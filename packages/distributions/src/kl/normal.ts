import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { sameShape } from "@variate/math";
import { broadcast } from "../parameters.js";
import type { Normal } from "../families/normal.js";
import type { KlRule } from "./table.js";

/**
 * KL(normal‖normal) = ½ (r² + z² − 1) − log r,   r = scale_p / scale_q,   z = (loc_p − loc_q) / scale_q
 *
 * Reference: Kingma and Welling (2014), appendix B, for q standard normal.
 */
export const klNormal: KlRule<Normal, Normal> = (p, q) => {
  // The step of every VAE with a standard normal prior: there r is scale_p and z is loc_p.
  if (q.standard && sameShape(p.batchShape, broadcast(p.batchShape, q.batchShape) ?? [])) return divergence(p.scale, p.loc);
  return divergence(tf.div(p.scale, q.scale), tf.div(tf.sub(p.loc, q.loc), q.scale));
};

function divergence(r: Tensor, z: Tensor): Tensor {
  // r² − 1 as (r − 1)(r + 1), which keeps its digits when the scales are alike.
  const excess = tf.mul(tf.sub(r, 1), tf.add(r, 1));
  return tf.sub(tf.mul(0.5, tf.add(excess, tf.square(z))), tf.log(r));
}
