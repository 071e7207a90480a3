import * as tf from "@tensorflow/tfjs-core";
import { logGammaArray, splitKey, type RandomKey } from "@variate/random";
import { beta } from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

/** Draws of log-odds of beta variables. */
function logitBetas(a: tf.Tensor, b: tf.Tensor, key: RandomKey, shape: number[]): tf.Tensor {
  const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
  const logs = (own: RandomKey, c: tf.Tensor): Float64Array => logGammaArray(own, tf.broadcastTo(c, shape).dataSync(), shape);
  const below = logs(second, b);
  return tf.tensor(Float32Array.from(logs(first, a), (log, i) => log - (below[i] as number)), shape, "float32");
}

/** Families of shares of a whole, between 0 and 1. */
export const shares: readonly FamilyRow[] = [
  {
    family: "beta", make: beta, pathwise: "implicit",
    draws: (key, shape, { concentration1, concentration0 }) => tf.sigmoid(logitBetas(concentration1!, concentration0!, key, shape)),
  },
];
