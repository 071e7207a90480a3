import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, safeWhere } from "@variate/math";

/** log p, −Infinity at 0, where the gradient is 0 in place of infinite: an excluded value stays excluded. */
export function safeLog(p: Tensor): Tensor {
  return safeWhere(isEqual(p, 0), p, -Infinity, tf.log);
}
