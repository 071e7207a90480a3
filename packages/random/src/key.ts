import { encipher } from "./threefry.js";
import { wholeNumber } from "./validate.js";

/** State of a random stream: two unsigned 32-bit words. Plain data; use a key once. */
export interface RandomKey {
  readonly high: number;
  readonly low: number;
}

const WORD = 2 ** 32;

/**
 * The key of a seed: the two words of the seed as a 64-bit two's complement integer, as `jax.random.key` makes it
 * with 64-bit integers enabled. `randomKey(42)` is `{ high: 0, low: 42 }`.
 *
 * @param seed - Any safe integer; negative ones count from 2⁶⁴ downwards.
 * @throws If `seed` is not a safe integer.
 */
export function randomKey(seed: number): RandomKey {
  if (!Number.isSafeInteger(seed)) {
    throw new RangeError(
      `randomKey: expected an integer between -(2^53 - 1) and 2^53 - 1; got ${String(seed)}. ` +
        `Use Math.trunc, or write the key itself: { high, low }.`,
    );
  }
  return { high: Math.floor(seed / WORD) >>> 0, low: seed >>> 0 };
}

/**
 * n keys whose streams are independent of each other and of `key`'s own.
 *
 * In this scheme `splitKey(key, n)[i]` equals `foldIn(key, i)`: never both split and fold one key, nor split one key
 * twice with different `n`.
 *
 * @param n - How many; a whole number.
 */
export function splitKey(key: RandomKey, n: number): RandomKey[] {
  wholeNumber("splitKey", "n", n);
  const { high, low } = checkedKey("splitKey", key);
  const highs = new Uint32Array(n);
  const lows = new Uint32Array(n);
  encipher(high, low, 0, highs, lows);
  return Array.from(highs, (word, i) => ({ high: word, low: lows[i] as number }));
}

/**
 * The key that `data` derives from `key`, for use in loops: `foldIn(key, step)`.
 *
 * @param data - An integer in [0, 2³²).
 */
export function foldIn(key: RandomKey, data: number): RandomKey {
  wholeNumber("foldIn", "data", data, WORD);
  const { high, low } = checkedKey("foldIn", key);
  const highs = new Uint32Array(1);
  const lows = new Uint32Array(1);
  encipher(high, low, data, highs, lows);
  return { high: highs[0] as number, low: lows[0] as number };
}

/**
 * `key` itself, once it is known to be one.
 *
 * @throws If either word is not an unsigned 32-bit integer: most often a seed passed where a key belongs.
 */
export function checkedKey(caller: string, key: RandomKey): RandomKey {
  if ([key?.high, key?.low].some((word) => typeof word !== "number" || word >>> 0 !== word)) {
    throw new TypeError(
      `${caller}: expected a key, { high, low } of unsigned 32-bit words; got ${JSON.stringify(key) ?? "undefined"}. ` +
        `Make one with randomKey(seed).`,
    );
  }
  return key;
}
