import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, select } from "@variate/math";

/** a · log, 0 where a is 0 although the logarithm is infinite: the limit of a power at either end of its domain. */
export function timesLog(a: Tensor, log: Tensor): Tensor {
  return tf.mul(a, select(tf.logicalAnd(isEqual(a, 0), isEqual(tf.abs(log), Infinity)), 0, log));
}

/** slow − fast, −Infinity where the faster term is Infinity, whether or not the other one is. */
export function lessFaster(slow: Tensor, fast: Tensor): Tensor {
  return tf.sub(select(isEqual(fast, Infinity), 0, slow), fast);
}
