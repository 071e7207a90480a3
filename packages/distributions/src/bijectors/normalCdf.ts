import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { normalCdf as cdf, normalQuantile } from "@variate/math";
import { openUnitInterval, real } from "../constraints.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

/**
 * y = Φ(x), the standard normal distribution function, from all numbers onto (0, 1), elementwise.
 *
 *   log |dy/dx| = −x²/2 − ½ log 2π
 */
export const normalCdf: Bijector<"normalCdf"> & Monotone = bijector(
  { name: "normalCdf", domain: real, codomain: openUnitInterval, forward: cdf, inverse: normalQuantile, forwardLogDet: logDensity },
  { direction: () => 1 },
);

function logDensity(x: Tensor): Tensor {
  return tf.sub(tf.mul(-0.5, tf.square(x)), 0.5 * Math.log(2 * Math.PI));
}
