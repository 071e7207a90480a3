import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import type { RandomKey } from "./key.js";
import { uniforms } from "./uniform.js";

/** Exponential draws of rate 1, −log(1 − u) with u uniform on [0, 1): `jax.random.exponential(key, shape)` to 1e-7. */
export function exponentialDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return tf.tensor(exponentials("exponentialDraws", key, shape), shape as number[]);
}

/** The values of `exponentialDraws`, row-major. */
export function exponentialArray(key: RandomKey, shape: Shape): Float32Array {
  return exponentials("exponentialArray", key, shape);
}

function exponentials(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const draws = uniforms(caller, key, shape);
  for (let i = 0; i < draws.length; i++) draws[i] = -Math.log1p(-(draws[i] as number));
  return draws;
}
