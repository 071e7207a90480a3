import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import type { RandomKey } from "./key.js";
import { symmetricUniforms } from "./uniform.js";

/** Standard Laplace draws, sign(u) · log(1 − |u|) with u uniform on (−1, 1): `jax.random.laplace(key, shape)` to 2e-7. */
export function laplaceDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return tf.tensor(laplaces("laplaceDraws", key, shape), shape as number[]);
}

/** The values of `laplaceDraws`, row-major. */
export function laplaceArray(key: RandomKey, shape: Shape): Float32Array {
  return laplaces("laplaceArray", key, shape);
}

function laplaces(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const draws = symmetricUniforms(caller, key, shape);
  for (let i = 0; i < draws.length; i++) {
    const u = draws[i] as number;
    draws[i] = Math.sign(u) * Math.log1p(-Math.abs(u));
  }
  return draws;
}
