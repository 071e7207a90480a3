import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { erfinv } from "./erfinv.js";
import type { RandomKey } from "./key.js";
import { symmetricUniforms } from "./uniform.js";

/**
 * Standard normal draws, √2 · erfinv(u) with u uniform on (−1, 1): `jax.random.normal(key, shape)` to 2e-7.
 *
 * @returns A float32 tensor of shape `shape`; no draw exceeds 5.42 in magnitude, the largest u being 1 − 2⁻²³.
 */
export function normalDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return tf.tensor(normals("normalDraws", key, shape), shape as number[]);
}

/** The values of `normalDraws`, row-major. */
export function normalArray(key: RandomKey, shape: Shape): Float32Array {
  return normals("normalArray", key, shape);
}

function normals(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const draws = symmetricUniforms(caller, key, shape);
  for (let i = 0; i < draws.length; i++) draws[i] = Math.SQRT2 * erfinv(draws[i] as number);
  return draws;
}
