import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { softplus } from "@variate/math";
import { openSimplex, realVector } from "../constraints.js";
import { bijector, type Bijector } from "./bijector.js";
import { logShare, oneLess, oneMore } from "./softmaxCentered.js";
import { lastSlice } from "./vectors.js";

/**
 * From vectors of length n onto probability vectors of length n + 1: each number breaks its share off what is left.
 *
 *   yᵢ = zᵢ (1 − y₁ − … − yᵢ₋₁),   zᵢ = logistic(xᵢ − log(n + 1 − i)),   yₙ₊₁ the rest
 *   log |det J| = Σ log yᵢ, over all n + 1, in the first n coordinates of y
 *
 * Zeros give equal probabilities. Computed in logarithms, so that no share subtracts from 1.
 *
 * Reference: Stan Reference Manual, "Unit simplex".
 */
export const stickBreaking: Bijector<"stickBreaking"> = bijector(
  {
    name: "stickBreaking", domain: realVector, codomain: openSimplex,
    forward: (x) => tf.exp(logShares(x)),
    inverse: (y) => {
      const n = (y.shape[y.rank - 1] as number) - 1;
      // What is left after each break, summed from the end.
      const left = tf.cumsum(lastSlice(y, 1, n), y.rank - 1, false, true);
      return tf.add(logShare(lastSlice(y, 0, n), left), offsets(n));
    },
    forwardLogDet: (x) => tf.sum(logShares(x), -1),
    inverseLogDet: (y) => tf.neg(tf.sum(tf.log(y), -1)),
    forwardBoth: (x) => {
      const logs = logShares(x);
      return { value: tf.exp(logs), logDet: tf.sum(logs, -1) };
    },
    forwardShape: oneMore,
    inverseShape: oneLess,
  },
  {},
);

/** log(n), …, log 1: with them zeros break off equal shares. */
function offsets(n: number): Tensor {
  return tf.tensor1d(Array.from({ length: n }, (_, i) => Math.log(n - i)));
}

function logShares(x: Tensor): Tensor {
  const n = x.shape[x.rank - 1] as number;
  const u = tf.sub(x, offsets(n));
  const left = tf.neg(tf.cumsum(softplus(u), x.rank - 1));
  const broken = tf.neg(softplus(tf.neg(u)));
  const leftBefore = tf.concat([tf.zerosLike(lastSlice(u, 0, 1)), lastSlice(left, 0, n - 1)], x.rank - 1);
  return tf.concat([tf.add(broken, leftBefore), lastSlice(left, n - 1, 1)], x.rank - 1);
}
