import * as tf from "@variate/math/tf";
import { realVector, ordered as increasingVectors } from "../constraints.js";
import { bijector, type Bijector } from "./bijector.js";
import { differences } from "./cumulativeSum.js";
import { lastSlice } from "./vectors.js";

/**
 * From all vectors onto the increasing ones:
 *
 *   y₁ = x₁,   yᵢ = yᵢ₋₁ + exp(xᵢ),   log |det J| = x₂ + … + xₙ
 *
 * Steps below half a unit in the last place of y vanish, and their inverse is −Infinity.
 */
export const ordered: Bijector<"ordered"> = bijector(
  {
    name: "ordered", domain: realVector, codomain: increasingVectors,
    forward: (x) => {
      const n = x.shape[x.rank - 1] as number;
      if (n < 2) return tf.clone(x);
      return tf.cumsum(tf.concat([lastSlice(x, 0, 1), tf.exp(lastSlice(x, 1, n - 1))], x.rank - 1), x.rank - 1);
    },
    inverse: (y) => {
      const n = y.shape[y.rank - 1] as number;
      const steps = differences(y);
      if (n < 2) return steps;
      return tf.concat([lastSlice(steps, 0, 1), tf.log(lastSlice(steps, 1, n - 1))], y.rank - 1);
    },
    forwardLogDet: (x) => tf.sum(lastSlice(x, 1, (x.shape[x.rank - 1] as number) - 1), -1),
  },
  {},
);
