import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, log1p, select } from "@variate/math";
import type { KlRule, With } from "./table.js";

/**
 * KL(cauchy‖cauchy) = log(((s + t)² + d²) / (4 s t)),   s = scale_p, t = scale_q, d = loc_p − loc_q; symmetric
 *
 * evaluated as log(1 + u), u = ((s − t)² + d²) / (4 s t).
 *
 * Reference: Chyzak and Nielsen (2019), "A closed-form formula for the Kullback–Leibler divergence between Cauchy
 * distributions".
 */
export const klCauchy: KlRule<With<"loc" | "scale">, With<"loc" | "scale">> = (p, q) =>
  divergence(p.scale, q.scale, tf.sub(p.loc, q.loc));

/** KL(halfCauchy‖halfCauchy): that of the Cauchy distributions they are halves of. */
export const klHalfCauchy: KlRule<With<"scale">, With<"scale">> = (p, q) => divergence(p.scale, q.scale, tf.scalar(0));

function divergence(s: Tensor, t: Tensor, d: Tensor): Tensor {
  const gap = tf.sub(s, t);
  const u = tf.mul(0.25, tf.add(tf.mul(tf.div(gap, s), tf.div(gap, t)), tf.mul(tf.div(d, s), tf.div(d, t))));
  const near = isLess(u, 1e6);
  // Far out in units of the largest, since u may leave the range of float32.
  const unit = tf.maximum(tf.maximum(s, t), tf.abs(d));
  const squares = tf.add(tf.square(tf.div(tf.add(s, t), unit)), tf.square(tf.div(d, unit)));
  const logs = tf.sub(tf.sub(tf.mul(2, tf.log(unit)), tf.log(tf.mul(2, s))), tf.log(tf.mul(2, t)));
  return select(near, log1p(select(near, u, 0)), tf.add(tf.log(squares), logs));
}
