import * as tf from "@variate/math/tf";
import { checkedKey, type RandomKey } from "./key.js";
import { encipher } from "./threefry.js";
import { wholeNumber } from "./validate.js";

/**
 * A uniformly random order of 0 … n − 1: Durstenfeld's shuffle.
 *
 * For i from n − 1 down to 1, swaps entry i with entry ⌊(i + 1) u⌋, where u has the 53 bits
 * high · 2²¹ + (low >> 11) of block i of the key, in units of 2⁻⁵³. This definition is the project's own; it is not
 * `jax.random.permutation`.
 *
 * @param n - How many; below 2³¹.
 * @returns An int32 tensor of shape [n].
 *
 * Reference: Durstenfeld (1964), Algorithm 235.
 */
export function permutation(key: RandomKey, n: number): tf.Tensor1D {
  return tf.tensor1d(shuffled("permutation", key, n), "int32");
}

/** The values of `permutation`. */
export function permutationArray(key: RandomKey, n: number): Int32Array {
  return shuffled("permutationArray", key, n);
}

function shuffled(caller: string, key: RandomKey, n: number): Int32Array {
  wholeNumber(caller, "n", n, 2 ** 31);
  const { high, low } = checkedKey(caller, key);
  const highs = new Uint32Array(n);
  const lows = new Uint32Array(n);
  encipher(high, low, 0, highs, lows);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const u = (highs[i] as number) * 2 ** -32 + ((lows[i] as number) >>> 11) * 2 ** -53;
    const j = Math.floor((i + 1) * u);
    const moved = order[i] as number;
    order[i] = order[j] as number;
    order[j] = moved;
  }
  return order;
}
