import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwisePair, logRatio, sameShape } from "@variate/math";
import { broadcast } from "../parameters.js";
import { scaleTerm } from "./scaleTerm.js";
import type { KlRule, With } from "./table.js";

/**
 * KL(normal‖normal) = ½ (r² + z² − 1) − log r,   r = scale_p / scale_q,   z = (loc_p − loc_q) / scale_q
 *
 * and that of one bijection of both, as `logNormal` and `logitNormal` are.
 *
 * Reference: Kingma and Welling (2014), appendix B, for q standard normal.
 */
export const klNormal: KlRule<With<"loc" | "scale">, With<"loc" | "scale"> & { readonly standard?: boolean }> = (p, q) => {
  // The step of every VAE with a standard normal prior: there r is scale_p and z is loc_p.
  if (q.standard && sameShape(p.batchShape, broadcast(p.batchShape, q.batchShape) ?? [])) {
    return fromStandard(p.loc, p.scale);
  }
  return divergence(tf.div(p.scale, q.scale), tf.div(tf.sub(p.loc, q.loc), q.scale), logRatio(p.scale, q.scale));
};

function divergence(r: Tensor, z: Tensor, logR: Tensor): Tensor {
  // r² − 1 as (r − 1)(r + 1), which keeps its digits when the scales are alike.
  const excess = tf.mul(tf.sub(r, 1), tf.add(r, 1));
  return tf.sub(tf.mul(0.5, tf.add(excess, tf.square(z))), logR);
}

/** The divergence from N(0, 1), one kernel where the backend has it: ½ (scale² + loc² − 1) − log scale. */
const fromStandard = (loc: Tensor, scale: Tensor): Tensor =>
  elementwisePair("variate.standardNormalKl", loc, scale, (l, s) => divergence(s, l, tf.log(s)), (l, s) => [
    l,
    () => tf.div(tf.mul(tf.sub(s, 1), tf.add(s, 1)), s),
  ]);

/** KL(halfNormal‖halfNormal) = ½ (r² − 1) − log r: that of the normals they are halves of. */
export const klHalfNormal: KlRule<With<"scale">, With<"scale">> = (p, q) => {
  const r = tf.div(p.scale, q.scale);
  return tf.sub(tf.mul(0.5, tf.mul(tf.sub(r, 1), tf.add(r, 1))), logRatio(p.scale, q.scale));
};

/** KL(inverseGaussian‖inverseGaussian) = ½ (r − 1 − log r + λ_q (μ_p − μ_q)² / (μ_p μ_q²)),   r = λ_q / λ_p */
export const klInverseGaussian: KlRule<With<"loc" | "concentration">, With<"loc" | "concentration">> = (p, q) => {
  const offset = tf.div(tf.sub(p.loc, q.loc), q.loc);
  const distance = tf.mul(tf.mul(offset, tf.div(q.concentration, p.loc)), offset);
  return tf.mul(0.5, tf.add(scaleTerm(q.concentration, p.concentration), distance));
};
