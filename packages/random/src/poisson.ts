import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { deviance, stirlingError } from "./deviance.js";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach, nextUniform, type DrawStream } from "./drawStream.js";
import type { RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

/**
 * Poisson draws, exact for every rate.
 *
 * Draw i depends on block i of `key` alone: with that block as its own key, block j gives the uniform u_j of 52 bits.
 * Rates below 10 count up the distribution function to u_0; larger ones take u_{2t} and u_{2t+1} for attempt t = 0, 1, …
 * of Hörmann's transformed rejection with squeeze (PTRS), its hat raised by 0.7 % and its squeeze lowered by 0.01.
 *
 * @param rate - Expected count, at least 0; an infinite rate gives Infinity, any other rate NaN. An array's length
 *   divides the number of draws.
 * @returns A float32 tensor of shape `shape`. Counts above 2²⁴ are rounded to float32, counts above 2⁵³ to float64.
 * @throws If the rates cannot be repeated to fill `shape`.
 *
 * Reference: Hörmann (1993), "The transformed rejection method for generating Poisson random variables".
 */
export function poissonDraws(key: RandomKey, rate: DrawParameter, shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(poissons("poissonDraws", key, rate, shape)), shape as number[]);
}

/** The values of `poissonDraws`, row-major, before they are rounded to float32. */
export function poissonArray(key: RandomKey, rate: DrawParameter, shape: Shape): Float64Array {
  return poissons("poissonArray", key, rate, shape);
}

function poissons(caller: string, key: RandomKey, rate: DrawParameter, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const rates = checkedParameter(caller, "rates", rate, size, shape);
  return drawEach(caller, key, size, (stream, i) => poisson(stream, rates[i % rates.length] as number));
}

function poisson(stream: DrawStream, rate: number): number {
  if (!(rate >= 0)) return NaN;
  if (rate === Infinity) return Infinity;
  return rate < 10 ? countUp(stream, rate) : transformedRejection(stream, rate);
}

function countUp(stream: DrawStream, rate: number): number {
  let u = nextUniform(stream);
  let mass = Math.exp(-rate);
  // Above the mode a mass below 2^-60 is lost in the rounding of u: nothing is left to count.
  for (let n = 0; ; n++) {
    if (u <= mass || (mass < 2 ** -60 && n > rate)) return n;
    u -= mass;
    mass *= rate / (n + 1);
  }
}

// With Hörmann's own constants the ratio of mass to hat reaches 1.006 (rate 12.4), and the squeeze passes the ratio by
// 0.003 (rate 26), which moves the distribution function by 1e-6. A scan (test/reference/hats.py) finds neither with these.
const HAT = 1.007;
const SQUEEZE = 0.9177;

function transformedRejection(stream: DrawStream, rate: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = HAT * (1.1239 + 1.1328 / (b - 3.4));
  const squeeze = SQUEEZE - 3.6224 / (b - 2);
  for (;;) {
    const u = nextUniform(stream) - 0.5;
    const v = nextUniform(stream);
    const edge = 0.5 - Math.abs(u);
    const n = Math.floor(((2 * a) / edge + b) * u + rate + 0.43);
    if (edge >= 0.07 && v <= squeeze) return n;
    if (n < 0 || (edge < 0.013 && v > edge)) continue;
    if (Math.log((v * inverseAlpha) / (a / (edge * edge) + b)) <= logPoissonMass(n, rate)) return n;
  }
}

/** log of rateⁿ exp(−rate) / n! without a difference of large terms. */
function logPoissonMass(n: number, rate: number): number {
  if (n === 0) return -rate;
  return -deviance(n, rate, n - rate) - stirlingError(n) - 0.5 * Math.log(2 * Math.PI * n);
}
