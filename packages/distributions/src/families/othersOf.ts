import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The sum of all weights but each, along the last axis; for probabilities 1 − p_i, which keeps the digits of a class that is nearly certain. */
export function othersOf(p: Tensor): Tensor {
  return tf.add(tf.cumsum(p, -1, true), tf.cumsum(p, -1, true, true));
}
