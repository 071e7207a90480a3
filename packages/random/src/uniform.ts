import type * as tf from "@tensorflow/tfjs-core";
import type { Shape } from "@variate/math";
import { words } from "./bits.js";
import { drawTensor } from "./drawTensor.js";
import type { RandomKey } from "./key.js";

// 23 bits fill the mantissa of a float32 in [1, 2); subtracting 1 leaves multiples of 2^-23 in [0, 1).
const STEP = 2 ** -23;

/**
 * Uniform draws on [0, 1), multiples of 2⁻²³: `jax.random.uniform(key, shape)` bit for bit.
 *
 * @returns A float32 tensor of shape `shape`.
 */
export function uniformDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return drawTensor("uniformDraws", key, shape, uniforms);
}

/** The values of `uniformDraws`, row-major. */
export function uniformArray(key: RandomKey, shape: Shape): Float32Array {
  return uniforms("uniformArray", key, shape);
}

/** `uniformArray`, with errors in the name of the function the user called. */
export function uniforms(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const bits = words(caller, key, shape);
  const draws = new Float32Array(bits.length);
  for (let i = 0; i < draws.length; i++) draws[i] = ((bits[i] as number) >>> 9) * STEP;
  return draws;
}

/**
 * Uniform draws on (−1, 1): the numbers in [0, 1) doubled and shifted by the float32 next above −1, rounded once.
 * This is `jax.random.uniform(key, shape, minval=nextafter(-1, 0), maxval=1)`, which never gives −1 or 1.
 */
export function symmetricUniforms(caller: string, key: RandomKey, shape: Shape): Float32Array {
  const draws = uniforms(caller, key, shape);
  const lowest = -1 + 2 ** -24;
  for (let i = 0; i < draws.length; i++) draws[i] = 2 * (draws[i] as number) + lowest;
  return draws;
}
