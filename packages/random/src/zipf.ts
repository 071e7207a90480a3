import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach, nextUniform, type DrawStream } from "./drawStream.js";
import type { RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

/**
 * Zipf (zeta) draws: n = 1, 2, … with probability n^(−s) / ζ(s) for exponent s > 1.
 *
 * Draw i depends on block i of `key` alone: with that block as its own key, block t gives the uniform u_t of 52 bits, and
 * attempt t = 0, 1, … of Hörmann and Derflinger's rejection-inversion takes u_t: with v = u_t (1.5^(1−s) + s − 1) and
 * x = v^(−1/(s−1)), n is x rounded to the nearest whole number (halves up), and is accepted if it is 1 or if
 * v ≤ (n + ½)^(1−s) + (s − 1) n^(−s).
 *
 * Draws have no bound: the share above N is about N^(1−s) / ((s − 1) ζ(s)), 0.99 above 10³⁰⁰ for s = 1 + 10⁻⁵.
 *
 * @param exponent - Above 1; at Infinity every draw is 1, and draws of any other are NaN. An array's length divides the
 *   number of draws.
 * @returns A float32 tensor of shape `shape`. Draws above 2²⁴ are rounded to float32, and those above 3.4e38, the
 *   largest, are the largest.
 * @throws If the exponents cannot be repeated to fill `shape`.
 *
 * Reference: Hörmann and Derflinger (1996), "Rejection-inversion to generate variates from monotone discrete
 * distributions".
 */
export function zipfDraws(key: RandomKey, exponent: DrawParameter, shape: Shape): tf.Tensor {
  const draws = Float32Array.from(zipfs("zipfDraws", key, exponent, shape), (n) => Math.min(n, LARGEST_FLOAT32));
  return tf.tensor(draws, shape as number[]);
}

/**
 * The values of `zipfDraws`, row-major, before they are rounded to float32: float64, rounded above 2⁵³, and never above
 * `Number.MAX_VALUE`.
 */
export function zipfArray(key: RandomKey, exponent: DrawParameter, shape: Shape): Float64Array {
  return zipfs("zipfArray", key, exponent, shape);
}

const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

function zipfs(caller: string, key: RandomKey, exponent: DrawParameter, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const exponents = checkedParameter(caller, "exponents", exponent, size, shape);
  return drawEach(caller, key, size, (stream, i) => zipf(stream, exponents[i % exponents.length] as number));
}

function zipf(stream: DrawStream, exponent: number): number {
  if (!(exponent > 1)) return NaN;
  if (exponent === Infinity) return 1;
  const s = exponent - 1;
  // v = (s − 1) times the area under y^(−s) right of x. The whole area is that right of 1.5 and the unit box of n = 1.
  const logWhole = Math.log1p(Math.expm1(-s * Math.log(1.5)) + s);
  for (;;) {
    const x = Math.exp(-(Math.log(nextUniform(stream)) + logWhole) / s);
    if (x >= 2 ** 52) return Math.min(x, Number.MAX_VALUE);
    const n = Math.floor(x + 0.5);
    if (n <= 1) return 1;
    if (areaTo(n, 0.5, s) - areaTo(n, x - n, s) <= 1) return n;
  }
}

/**
 * The area under (y / n)^(−s−1) from n to n + t: near t, and so a small area loses no digits, as a difference of the
 * areas up to infinity would for large n.
 */
function areaTo(n: number, t: number, s: number): number {
  return (-Math.expm1(-s * Math.log1p(t / n)) * n) / s;
}
