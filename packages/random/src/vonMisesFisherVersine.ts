import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach, nextUniform, type DrawStream } from "./drawStream.js";
import type { RandomKey } from "./key.js";
import { checkedSize, wholeNumber } from "./validate.js";
import { vonMisesAngle } from "./vonMises.js";

/**
 * Draws of t = 1 − cos θ in [0, 2], where θ is the angle between the mean direction and a draw of the von Mises–Fisher
 * distribution over unit vectors of `dim` entries: density proportional to exp(−κ t) (t (2 − t))^((dim − 3) / 2) with κ the
 * concentration. Not the cosine, since at concentration 10¹⁰ it is 1 to ten digits and t still has all of its own.
 *
 * With v uniform among the unit vectors at right angles to the mean direction m, (1 − t) m + √(t (2 − t)) v is a von
 * Mises–Fisher draw.
 *
 * Draw i depends on block i of `key` alone: with that block as its own key, block j gives the uniform u_j of 52 bits.
 * - `dim` 2: t = 2 sin²(θ / 2) of the von Mises draw θ of that key (`vonMisesDraws`).
 * - `dim` 3: t = −log(1 − u_0 (1 − exp(−2κ))) / κ, and 2 u_0 for κ = 0.
 * - above: attempt j = 0, 1, … of Ulrich and Wood's rejection takes the cosine c = √(1 − u_{3j}^(2 / (dim − 2))) cos(2π u_{3j+1})
 *   of a uniform direction, t = b (1 + c) / D with D = 1 − (1 − b) (1 + c) / 2 and b = n / (κ + √(κ² + n²)), n = (dim − 1) / 2,
 *   and accepts if log u_{3j+2} ≤ 2κb / (1 + b) − κt + 2n log((1 + b) / (2D)).
 *
 * @param concentration - At least 0, where the direction is uniform; at Infinity t is 0, and any other gives NaN. An
 *   array's length divides the number of draws.
 * @param dim - Length of the unit vectors; a whole number of at least 2.
 * @returns A float32 tensor of shape `shape`.
 * @throws If the concentrations cannot be repeated to fill `shape`, or `dim` is not a dimension.
 *
 * Reference: Wood (1994), "Simulation of the von Mises Fisher distribution"; Ulrich (1984), "Computer generation of
 * distributions on the m-sphere".
 */
export function vonMisesFisherVersineDraws(key: RandomKey, concentration: DrawParameter, dim: number, shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(versines("vonMisesFisherVersineDraws", key, concentration, dim, shape)), shape as number[]);
}

/** The values of `vonMisesFisherVersineDraws`, row-major, before they are rounded to float32. */
export function vonMisesFisherVersineArray(key: RandomKey, concentration: DrawParameter, dim: number, shape: Shape): Float64Array {
  return versines("vonMisesFisherVersineArray", key, concentration, dim, shape);
}

function versines(caller: string, key: RandomKey, concentration: DrawParameter, dim: number, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const given = checkedParameter(caller, "concentrations", concentration, size, shape);
  wholeNumber(caller, "dim", dim);
  if (dim < 2) throw new RangeError(`${caller}: expected dim of at least 2; got ${dim}.`);
  const versine = dim === 2 ? ofCircle : dim === 3 ? ofSphere : (stream: DrawStream, k: number) => ofHypersphere(stream, k, dim);
  return drawEach(caller, key, size, (stream, i) => {
    const k = given[i % given.length] as number;
    if (!(k >= 0)) return NaN;
    return k === Infinity ? 0 : versine(stream, k);
  });
}

function ofCircle(stream: DrawStream, concentration: number): number {
  return 2 * Math.sin(vonMisesAngle(stream, concentration) / 2) ** 2;
}

function ofSphere(stream: DrawStream, concentration: number): number {
  const u = nextUniform(stream);
  // Below 1e-17 the density is flat to the last digit, and products with the smallest numbers would not be.
  if (concentration < 1e-17) return 2 * u;
  return Math.min(-Math.log1p(u * Math.expm1(-2 * concentration)) / concentration, 2);
}

function ofHypersphere(stream: DrawStream, concentration: number, dim: number): number {
  const n = (dim - 1) / 2;
  const b = n / (concentration + Math.hypot(concentration, n));
  // κ b apart, since κ may be too large and b too small to be multiplied.
  const scaled = n / (1 + Math.hypot(1, n / concentration));
  for (;;) {
    const radius = Math.sqrt(-Math.expm1((Math.log(nextUniform(stream)) * 2) / (dim - 2)));
    const cosine = radius * Math.cos(2 * Math.PI * nextUniform(stream));
    const z = 0.5 * (1 + cosine);
    const d = 0.5 * (1 - cosine) + b * z;
    const log = 2 * scaled * (1 / (1 + b) - z / d) + 2 * n * Math.log((1 + b) / (2 * d));
    if (Math.log(nextUniform(stream)) <= log) return Math.min((2 * b * z) / d, 2);
  }
}
