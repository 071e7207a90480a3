import * as tf from "@variate/math/tf";
import { positive, real } from "../constraints.js";
import { bijector, type Bijector, type Monotone } from "./bijector.js";

/** y = log x, from the positive numbers onto all: the inverse of `exp`; log |dy/dx| = −log x. */
export const log: Bijector<"log"> & Monotone = bijector(
  {
    name: "log", domain: positive, codomain: real,
    forward: (x) => tf.log(x),
    inverse: (y) => tf.exp(y),
    forwardLogDet: (x) => tf.neg(tf.log(x)),
    inverseLogDet: (y) => tf.clone(y),
  },
  { direction: () => 1 },
);
