import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, safeWhere } from "@variate/math";

/** √x, 0 with gradient 0 where x is 0 or, by rounding, below. */
export const safeRoot = (x: Tensor): Tensor => safeWhere(isGreater(x, 0), x, tf.sqrt, 0);
