import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient, type Shape } from "@variate/math";

/**
 * A parameter read back from the device, one value for each element of the batch, for samplers that reject on the host.
 * Call it inside `tidy`.
 */
export function hostParameter(parameter: Tensor, batchShape: Shape): Float32Array {
  return withoutGradient(() => tf.broadcastTo(parameter, [...batchShape])).dataSync() as Float32Array;
}
