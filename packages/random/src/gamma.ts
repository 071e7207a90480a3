import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach, nextBlock, type DrawStream } from "./drawStream.js";
import { erfinvGiles } from "./erfinv.js";
import type { RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

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
export function logGammaDraws(key: RandomKey, concentration: DrawParameter, shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(logGammas("logGammaDraws", key, concentration, shape)), shape as number[]);
}

/** The values of `logGammaDraws`, row-major, before they are rounded to float32. */
export function logGammaArray(key: RandomKey, concentration: DrawParameter, shape: Shape): Float64Array {
  return logGammas("logGammaArray", key, concentration, shape);
}

function logGammas(caller: string, key: RandomKey, concentration: DrawParameter, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const given = checkedParameter(caller, "concentrations", concentration, size, shape);
  return drawEach(caller, key, size, (stream, i) => logGamma(stream, given[i % given.length] as number));
}

function logGamma(stream: DrawStream, concentration: number): number {
  if (!(concentration > 0 && concentration < Infinity)) return NaN;
  nextBlock(stream);
  if (concentration >= 1) return logGammaAboveOne(stream, concentration);
  const u = uniformOf(stream.first);
  return logGammaAboveOne(stream, concentration + 1) + Math.log(u) / concentration;
}

function logGammaAboveOne(stream: DrawStream, concentration: number): number {
  const d = concentration - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    nextBlock(stream);
    // 24 bits keep erfinv within the range it was made for.
    const symmetric = (((stream.first[0] as number) >>> 8) + 0.5) * 2 ** -23 - 1;
    const z = Math.SQRT2 * erfinvGiles(symmetric, -Math.log1p(-symmetric * symmetric));
    const root = 1 + c * z;
    if (root <= 0) continue;
    const logV = 3 * Math.log(root);
    const v = root * root * root;
    if (Math.log(uniformOf(stream.second)) < 0.5 * z * z + d * (1 - v + logV)) return Math.log(d) + logV;
  }
}

const uniformOf = (word: Uint32Array): number => ((word[0] as number) + 0.5) * 2 ** -32;
