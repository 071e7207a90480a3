import * as tf from "@variate/math/tf";
import { real } from "../constraints.js";
import { bijector, zero, type AffineMap, type Bijector, type Monotone } from "./bijector.js";

/** y = x, log |dy/dx| = 0. */
export const identity: Bijector<"identity"> & AffineMap & Monotone = bijector(
  { name: "identity", domain: real, codomain: real, forward: (x) => tf.clone(x), inverse: (y) => tf.clone(y), forwardLogDet: zero },
  { affine: true, direction: () => 1 },
);
