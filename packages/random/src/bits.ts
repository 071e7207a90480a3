import type { Shape } from "@variate/math";
import { checkedKey, type RandomKey } from "./key.js";
import { encipher } from "./threefry.js";
import { checkedSize } from "./validate.js";

/** Words made at a time: few enough for both halves to stay in the fastest cache. */
const PART = 2048;

/**
 * Independent words, uniform over [0, 2³²), row-major: `jax.random.bits(key, shape, "uint32")`.
 *
 * Word i is the exclusive or of the two words of block i, so it depends on `key` and `i` alone: a shape's first
 * words are those of any longer shape.
 *
 * @returns A host array of as many words as `shape` has elements; tfjs has no unsigned 32-bit tensors.
 */
export function bitDraws(key: RandomKey, shape: Shape): Uint32Array {
  return words("bitDraws", key, shape);
}

/** `bitDraws`, with errors in the name of the function the user called. */
export function words(caller: string, key: RandomKey, shape: Shape): Uint32Array {
  const size = checkedSize(caller, shape);
  const { high, low } = checkedKey(caller, key);
  const result = new Uint32Array(size);
  const seconds = new Uint32Array(Math.min(size, PART));
  for (let start = 0; start < size; start += PART) {
    const part = result.subarray(start, start + PART);
    encipher(high, low, start, part, seconds);
    for (let i = 0; i < part.length; i++) part[i] = (part[i] as number) ^ (seconds[i] as number);
  }
  return result;
}
