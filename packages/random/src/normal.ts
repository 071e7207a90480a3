import type * as tf from "@tensorflow/tfjs-core";
import { hostNormalQuantile, type Shape } from "@variate/math";
import { drawTensor } from "./drawTensor.js";
import type { RandomKey } from "./key.js";
import { symmetricUniforms } from "./uniform.js";

/**
 * Standard normal draws, √2 · erfinv(u) with u uniform on (−1, 1): `jax.random.normal(key, shape)` to 1e-6.
 *
 * @returns A float32 tensor of shape `shape`; no draw exceeds 5.42 in magnitude, the largest u being 1 − 2⁻²³.
 */
export function normalDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return drawTensor("normalDraws", key, shape, normals);
}

/** The values of `normalDraws`, row-major. */
export function normalArray(key: RandomKey, shape: Shape): Float32Array {
  return normals("normalArray", key, shape);
}

function normals(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const draws = symmetricUniforms(caller, key, shape);
  for (let i = 0; i < draws.length; i++) draws[i] = normalOf(draws[i] as number);
  return draws;
}

/**
 * √2 · erfinv(u) of a float32 in (−1, 1), as XLA computes it in float32, within 1e-6 of it: u² is rounded to float32 on
 * purpose, since near ±1 that rounding moves the result by up to 6e-6, and jax's streams have it.
 */
export function normalOf(u: number): number {
  const tail = (1 - Math.fround(u * u)) / (2 + 2 * Math.abs(u));
  return hostNormalQuantile(u / 2, tail);
}
