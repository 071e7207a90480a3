import * as tf from "@tensorflow/tfjs-core";
import { formatShape, type Shape } from "@variate/math";
import { erfinvGiles } from "./erfinv.js";
import { checkedKey, type RandomKey } from "./key.js";
import { encipher } from "./threefry.js";
import { checkedSize } from "./validate.js";

/** One concentration for all draws, or a row-major block of them that repeats along the leading axes. */
export type Concentrations = number | ArrayLike<number>;

/**
 * Logarithms of gamma draws with the given concentration and rate 1. In logarithms no concentration is too small:
 * at 0.001 half of all draws are below 1e-301.
 *
 * Draw i depends on block i of `key` alone. With that block as its own key: block 0 gives the uniform of the boost for
 * concentrations below 1, log g(a) = log g(a + 1) + log(u) / a, and block t ≥ 1 the normal and the uniform of attempt t.
 *
 * @param concentration - Positive; draws of any other are NaN. An array's length divides the number of draws.
 * @returns A float32 tensor of shape `shape`.
 * @throws If the concentrations cannot be repeated to fill `shape`.
 *
 * Reference: Marsaglia and Tsang (2000), "A simple method for generating gamma variables".
 */
export function logGammaDraws(key: RandomKey, concentration: Concentrations, shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(logGammas("logGammaDraws", key, concentration, shape)), [...shape], "float32");
}

/** The values of `logGammaDraws`, row-major, before they are rounded to float32. */
export function logGammaArray(key: RandomKey, concentration: Concentrations, shape: Shape): Float64Array {
  return logGammas("logGammaArray", key, concentration, shape);
}

function logGammas(caller: string, key: RandomKey, concentration: Concentrations, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const { high, low } = checkedKey(caller, key);
  const given = typeof concentration === "number" ? [concentration] : concentration;
  if (size > 0 && (given.length === 0 || size % given.length !== 0)) {
    throw new Error(
      `${caller}: expected a number of concentrations that divides the draws of shape ${formatShape(shape)}; got ${given.length}.`,
    );
  }
  const highs = new Uint32Array(size);
  const lows = new Uint32Array(size);
  encipher(high, low, 0, highs, lows);
  const draws = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    draws[i] = logGamma(highs[i] as number, lows[i] as number, given[i % given.length] as number);
  }
  return draws;
}

const first = new Uint32Array(1);
const second = new Uint32Array(1);

function logGamma(keyHigh: number, keyLow: number, concentration: number): number {
  if (!(concentration > 0 && concentration < Infinity)) return NaN;
  if (concentration >= 1) return logGammaAboveOne(keyHigh, keyLow, concentration);
  encipher(keyHigh, keyLow, 0, first, second);
  const u = ((first[0] as number) + 0.5) * 2 ** -32;
  return logGammaAboveOne(keyHigh, keyLow, concentration + 1) + Math.log(u) / concentration;
}

function logGammaAboveOne(keyHigh: number, keyLow: number, concentration: number): number {
  const d = concentration - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let attempt = 1; ; attempt++) {
    encipher(keyHigh, keyLow, attempt, first, second);
    // 24 bits keep erfinv within the range it was made for.
    const symmetric = (((first[0] as number) >>> 8) + 0.5) * 2 ** -23 - 1;
    const z = Math.SQRT2 * erfinvGiles(symmetric, -Math.log1p(-symmetric * symmetric));
    const root = 1 + c * z;
    if (root <= 0) continue;
    const logV = 3 * Math.log(root);
    const v = root * root * root;
    const u = ((second[0] as number) + 0.5) * 2 ** -32;
    if (Math.log(u) < 0.5 * z * z + d * (1 - v + logV)) return Math.log(d) + logV;
  }
}
