import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { poissonDeviance } from "@variate/math";

/** r − 1 − log r, r = x / y, as D(y, x)/y: never negative, its gradients do not cancel near r = 1, and r may underflow. */
export const scaleTerm = (x: Tensor, y: Tensor): Tensor => tf.div(poissonDeviance(y, x), y);
