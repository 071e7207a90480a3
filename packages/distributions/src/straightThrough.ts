import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { stopGradient } from "@variate/math";

/** The values of `hard` with the gradients of `soft`. */
export const straightThrough = (hard: Tensor, soft: Tensor): Tensor => tf.add(hard, tf.sub(soft, stopGradient(soft)));
