import * as tf from "@variate/math/tf";
import { formatShape, type Shape } from "@variate/math";
import type { RandomKey } from "./key.js";
import { normalArray } from "./normal.js";
import { checkedSize } from "./validate.js";

/**
 * Uniform draws from the unit sphere, along the last axis: the normal draws of the same key and shape (`normalDraws`),
 * each vector divided by its length, in float64.
 *
 * @param shape - Its last axis is the length of the vectors, at least 1; 1 gives −1 and 1.
 * @returns A float32 tensor of shape `shape`.
 * @throws If `shape` has no last axis.
 *
 * Reference: Muller (1959), "A note on a method for generating points uniformly on n-dimensional spheres".
 */
export function sphericalDraws(key: RandomKey, shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(directions("sphericalDraws", key, shape)), shape as number[]);
}

/** The values of `sphericalDraws`, row-major, before they are rounded to float32. */
export function sphericalArray(key: RandomKey, shape: Shape): Float64Array {
  return directions("sphericalArray", key, shape);
}

function directions(caller: string, key: RandomKey, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const dim = shape[shape.length - 1];
  if (dim === undefined) {
    throw new Error(`${caller}: expected a shape whose last axis is the length of the vectors; got ${formatShape(shape)}.`);
  }
  const draws = Float64Array.from(normalArray(key, shape));
  for (let start = 0; start < size; start += dim) {
    let squares = 0;
    for (let i = start; i < start + dim; i++) squares += (draws[i] as number) ** 2;
    // No normal draw is 0: the uniforms behind them are odd multiples of 2^-24.
    const length = Math.sqrt(squares);
    for (let i = start; i < start + dim; i++) draws[i] = (draws[i] as number) / length;
  }
  return draws;
}
