import * as tf from "@tensorflow/tfjs-core";
import { normalArray } from "@variate/random";
import type { Initializer } from "./initializer.js";

/**
 * Independent normal weights of mean 0, whatever the fans: stddev · `normalDraws(key, shape)`.
 *
 * AEVB draws its weights so, with `stddev` 0.01.
 *
 * @throws If `stddev` is negative or not finite.
 */
export function normalInitializer({ stddev }: { readonly stddev: number }): Initializer {
  if (!(stddev >= 0 && stddev < Infinity)) {
    throw new RangeError(`normalInitializer: expected a stddev of at least 0; got ${String(stddev)}.`);
  }
  return (key, shape) => {
    const weights = normalArray(key, shape);
    for (let i = 0; i < weights.length; i++) weights[i] = stddev * (weights[i] as number);
    return tf.tensor(weights, [...shape], "float32");
  };
}
