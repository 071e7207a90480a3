import * as tf from "@variate/math/tf";
import { positive, real } from "../constraints.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

/**
 * y = exp(x), from all numbers onto the positive ones, elementwise.
 *
 *   log |dy/dx| = x,   inverse log y, exact to rounding from 1e-38 to 3e38
 *
 * Beyond x = 88.7 the result is Infinity, below −87.3 it loses digits, then is 0.
 */
export const exp: Bijector<"exp"> & Monotone = bijector(
  {
    name: "exp", domain: real, codomain: positive,
    forward: (x) => tf.exp(x),
    inverse: (y) => tf.log(y),
    forwardLogDet: (x) => tf.clone(x),
    inverseLogDet: (_, x) => tf.neg(x()),
  },
  { direction: () => 1 },
);
