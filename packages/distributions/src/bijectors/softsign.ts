import * as tf from "@variate/math/tf";
import { isEqual, log1p, safeWhere } from "@variate/math";
import { openInterval, real } from "../constraints.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

/**
 * y = x / (1 + |x|), from all numbers onto (−1, 1), elementwise, with tails heavier than those of `tanh`.
 *
 *   log |dy/dx| = −2 log(1 + |x|),   inverse y / (1 − |y|)
 */
export const softsign: Bijector<"softsign"> & Monotone = bijector(
  {
    name: "softsign", domain: real, codomain: openInterval(-1, 1),
    forward: (x) => safeWhere(isEqual(tf.abs(x), Infinity), x, tf.sign, (v) => tf.div(v, tf.add(1, tf.abs(v)))),
    inverse: (y) => tf.div(y, tf.sub(1, tf.abs(y))),
    forwardLogDet: (x) => tf.mul(-2, log1p(tf.abs(x))),
    inverseLogDet: (y) => tf.mul(-2, log1p(tf.neg(tf.abs(y)))),
  },
  { direction: () => 1 },
);
