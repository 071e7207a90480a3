import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import type { RandomKey } from "./key.js";
import { uniforms } from "./uniform.js";

const SMALLEST_NORMAL = 2 ** -126;

/**
 * Standard Gumbel draws, −log(−log u) with u uniform on (0, 1): `jax.random.gumbel(key, shape)` to 2e-7.
 *
 * A uniform of exactly 0 is read as 2⁻¹²⁶, so the smallest draw is −4.47; the largest is 15.94.
 */
export function gumbelDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return tf.tensor(gumbels("gumbelDraws", key, shape), shape as number[]);
}

/** The values of `gumbelDraws`, row-major. */
export function gumbelArray(key: RandomKey, shape: Shape): Float32Array {
  return gumbels("gumbelArray", key, shape);
}

function gumbels(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const draws = uniforms(caller, key, shape);
  for (let i = 0; i < draws.length; i++) draws[i] = -Math.log(-Math.log(Math.max(draws[i] as number, SMALLEST_NORMAL)));
  return draws;
}
