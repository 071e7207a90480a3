import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select } from "@variate/math";

/** x log y, with 0 where x = 0 whatever y is, in value and in the gradient of y. Call it inside `tidy`. */
export function xlogy(x: Tensor, y: Tensor): Tensor {
  return tf.mul(x, tf.log(select(isEqual(x, 0), 1, y)));
}
