import * as tf from "@variate/math/tf";
import { formatShape, type Shape } from "@variate/math";
import { words } from "./bits.js";
import type { RandomKey } from "./key.js";

/** One probability for all draws, or one for each, row-major. */
export type Probabilities = number | ArrayLike<number>;

/**
 * Draws of 0 and 1 with P(1) = `probs`: the uniform draws of the same key compared with it, u < probs, as
 * `jax.random.bernoulli(key, probs, shape)`.
 *
 * @param probs - In [0, 1]. Values outside give constant draws, NaN gives 0.
 * @returns A float32 tensor of shape `shape`.
 * @throws If `probs` is an array that has not one entry for each draw.
 */
export function bernoulliDraws(key: RandomKey, probs: Probabilities, shape: Shape): tf.Tensor {
  return tf.tensor(bernoullis("bernoulliDraws", key, probs, shape), shape as number[]);
}

/** The values of `bernoulliDraws`, row-major. */
export function bernoulliArray(key: RandomKey, probs: Probabilities, shape: Shape): Float32Array {
  return bernoullis("bernoulliArray", key, probs, shape);
}

function bernoullis(caller: string, key: RandomKey, probs: Probabilities, shape: Shape): Float32Array {
  const bits = words(caller, key, shape);
  const draws = new Float32Array(bits.length);
  // u < p compares multiples of 2^-23: the same as comparing the 23 bits with p · 2^23, exactly.
  if (typeof probs === "number") {
    const threshold = Math.fround(probs) * 2 ** 23;
    for (let i = 0; i < draws.length; i++) draws[i] = (bits[i] as number) >>> 9 < threshold ? 1 : 0;
    return draws;
  }
  if (probs.length !== draws.length) {
    throw new Error(
      `${caller}: expected one probability, or one for each draw of shape ${formatShape(shape)}; got ${probs.length}.`,
    );
  }
  const single = probs instanceof Float32Array ? probs : Float32Array.from(probs);
  for (let i = 0; i < draws.length; i++) draws[i] = (bits[i] as number) >>> 9 < (single[i] as number) * 2 ** 23 ? 1 : 0;
  return draws;
}
