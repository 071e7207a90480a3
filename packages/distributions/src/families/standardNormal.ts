import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { independent, type Independent } from "../combinators/independent.js";
import { normal, type Normal } from "./normal.js";

/**
 * The standard normal N(0, I) over arrays of one shape: the usual prior of a latent variable.
 *
 *   log p(x) = −½ Σ (xᵢ² + log 2π),   batchShape [], eventShape `shape`
 *
 * It is `independent(normal({ loc: 0s, scale: 1s }), rank)`, and owns those two tensors: `dispose` of `@variate/math`
 * frees them.
 *
 * @param shape - Shape of one draw; `standardNormal([20])` draws vectors of 20 numbers.
 */
export function standardNormal<const E extends Shape>(shape: E): Independent<Normal, E> {
  const base: Normal = { ...normal({ loc: tf.zeros([...shape]), scale: tf.ones([...shape]) }), standard: true };
  return independent(base, shape.length);
}
