import * as tf from "@tensorflow/tfjs-core";
import type { Distribution, HasEntropy, HasMean, HasVariance } from "../distribution.js";
import type { Normal } from "../families/normal.js";
import type { KlRule } from "./table.js";

/**
 * KL(p‖normal) = (Var p + (E p − loc)²) / (2 scale²) + log scale + ½ log 2π − H(p), for any p with these moments.
 */
export const klToNormal: KlRule<Distribution & HasMean & HasVariance & HasEntropy, Normal> = (p, q) => {
  const z = tf.div(tf.sub(p.mean(), q.loc), q.scale);
  const spread = tf.div(p.variance(), tf.square(q.scale));
  const ofNormal = tf.add(tf.mul(0.5, tf.add(spread, tf.square(z))), tf.add(tf.log(q.scale), 0.5 * Math.log(2 * Math.PI)));
  return tf.sub(ofNormal, p.entropy());
};
