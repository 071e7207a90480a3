import * as tf from "@variate/math/tf";
import { log1p, logistic, softplus } from "@variate/math";
import { openUnitInterval, real } from "../constraints.js";
import { bijector, type Bijector, type Definition, type Monotone } from "./bijector.js";

const definition: Definition<"sigmoid"> = {
  name: "sigmoid", domain: real, codomain: openUnitInterval,
  forward: logistic,
  inverse: (y) => tf.sub(tf.log(y), log1p(tf.neg(y))),
  forwardLogDet: (x) => tf.neg(tf.add(softplus(x), softplus(tf.neg(x)))),
  inverseLogDet: (y) => tf.neg(tf.add(tf.log(y), log1p(tf.neg(y)))),
};

/**
 * y = 1 / (1 + exp(−x)), from all numbers onto (0, 1), elementwise.
 *
 *   log |dy/dx| = −softplus(x) − softplus(−x),   inverse log y − log(1 − y)
 *
 * Small y keep all their digits; above x = 16.6 the float32 result is 1, and its inverse Infinity.
 */
export const sigmoid: Bijector<"sigmoid"> & Monotone = bijector(definition, { direction: () => 1 });

/** y = log x − log(1 − x), from (0, 1) onto all numbers: the inverse of `sigmoid`; log |dy/dx| = −log x − log(1 − x). */
export const logit: Bijector<"logit"> & Monotone = bijector(
  {
    name: "logit", domain: openUnitInterval, codomain: real,
    forward: definition.inverse,
    inverse: definition.forward,
    forwardLogDet: (x) => tf.neg(tf.add(tf.log(x), log1p(tf.neg(x)))),
    inverseLogDet: definition.forwardLogDet,
  },
  { direction: () => 1 },
);
