import * as tf from "@tensorflow/tfjs-core";
import { mapTree, type Params } from "@variate/math";
import { positive } from "./positive.js";

/**
 * Every element moved into [−limit, limit]. The caller owns the new tree.
 *
 * A NaN stays NaN or becomes a bound, as the backend's `clipByValue` has it.
 */
export function clipByValue<P extends Params>(gradients: P, limit: number): P {
  positive("clipByValue", "limit", limit);
  return mapTree(gradients, (gradient) => tf.clipByValue(gradient, -limit, limit));
}
