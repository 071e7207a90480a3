import * as tf from "@tensorflow/tfjs-core";
import { mapTree, tidy, type Params } from "@variate/math";
import { globalNorm } from "./globalNorm.js";
import { positive } from "./positive.js";

/**
 * All gradients scaled by min(1, limit / norm), where `norm` is that of all leaves taken as one vector, so that their
 * direction stays. The caller owns the new tree. The norm is not read back from the device.
 *
 * Reference: Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks, §3.2.
 */
export function clipByGlobalNorm<P extends Params>(gradients: P, limit: number): P {
  positive("clipByGlobalNorm", "limit", limit);
  return tidy(() => {
    // limit / max(norm, limit) is min(1, limit / norm) without a division by a norm of zero.
    const scale = tf.div(limit, tf.maximum(globalNorm(gradients), limit));
    return mapTree(gradients, (gradient) => tf.mul(gradient, scale));
  });
}
