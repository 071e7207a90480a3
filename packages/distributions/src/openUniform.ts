import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { uniformDraws, type RandomKey } from "@variate/random";

/**
 * Uniform draws on the open interval (0, 1): `uniformDraws` + 2⁻²⁴, the middles of its cells, so they are symmetric about
 * ½, and neither they nor their complements are 0. Both are exact in float32.
 */
export function openUniformDraws(key: RandomKey, shape: number[]): Tensor {
  return tf.add(uniformDraws(key, shape), 2 ** -24);
}
