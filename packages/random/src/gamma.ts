import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach, nextBlock, type DrawStream } from "./drawStream.js";
import type { RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

/**
 * Logarithms of gamma draws with the given concentration and rate 1. In logarithms no concentration is too small:
 * at 0.001 half of all draws are below 1e-301.
 *
 * Draw i depends on block i of `key` alone. With that block as its own key: block 0 gives the uniform of the boost for
 * concentrations below 1, log g(a) = log g(a + 1) + log(u) / a, and block t ≥ 1 the uniforms u and w
 * of attempt t, from the high and the low word: log a + v with v = log(u / (1 − u)) / √(2a − 1) is the draw if
 * 4 u (1 − u) w < exp(a (1 + v − eᵛ)).
 *
 * @param concentration - Positive; draws of any other are NaN. An array's length divides the number of draws.
 * @returns A float32 tensor of shape `shape`.
 * @throws If the concentrations cannot be repeated to fill `shape`.
 *
 * Reference: Cheng (1977), "The generation of gamma variables with non-integral shape parameter".
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

/** By rejection from log(a) + v, v logistic: 1.47 attempts a draw at a = 1, 1.13 at a large one. */
function logGammaAboveOne(stream: DrawStream, a: number): number {
  const slope = Math.sqrt(2 * a - 1);
  for (;;) {
    nextBlock(stream);
    const u = uniformOf(stream.first);
    const v = Math.log(u / (1 - u)) / slope;
    // Both densities over their values at v = 0.
    if (4 * u * (1 - u) * uniformOf(stream.second) < Math.exp(a * (v - Math.expm1(v)))) return Math.log(a) + v;
  }
}

const uniformOf = (word: Uint32Array): number => ((word[0] as number) + 0.5) * 2 ** -32;
