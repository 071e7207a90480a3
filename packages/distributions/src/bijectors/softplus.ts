import * as tf from "@variate/math/tf";
import { log1mexp, softplus as positivePart, softplusInverse } from "@variate/math";
import { positive, real } from "../constraints.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

/**
 * y = log(1 + exp(x)), from all numbers onto the positive ones, elementwise: exp(x) far below 0, x far above.
 *
 *   log |dy/dx| = −softplus(−x),   inverse log(exp(y) − 1)
 */
export const softplus: Bijector<"softplus"> & Monotone = bijector(
  {
    name: "softplus", domain: real, codomain: positive,
    forward: positivePart,
    inverse: softplusInverse,
    forwardLogDet: (x) => tf.neg(positivePart(tf.neg(x))),
    inverseLogDet: (y) => tf.neg(log1mexp(y)),
  },
  { direction: () => 1 },
);
