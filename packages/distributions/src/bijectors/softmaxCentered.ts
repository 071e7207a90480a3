import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatShape, isEqual, logSumExp, select, type Shape } from "@variate/math";
import { openSimplex, realVector } from "../constraints.js";
import { bijector, type Bijector } from "./bijector.js";
import { lastSlice } from "./vectors.js";

/**
 * From vectors of length n onto probability vectors of length n + 1: softmax with the last logit fixed to 0.
 *
 *   y = softmax([x, 0]),   log |det J| = Σ log yᵢ, over all n + 1, in the first n coordinates of y
 *
 * Its inverse takes log(yᵢ / yₙ₊₁).
 */
export const softmaxCentered: Bijector<"softmaxCentered"> = bijector(
  {
    name: "softmaxCentered", domain: realVector, codomain: openSimplex,
    forward: (x) => tf.exp(logProbs(x)),
    inverse: (y) => {
      const n = (y.shape[y.rank - 1] as number) - 1;
      return logShare(lastSlice(y, 0, n), lastSlice(y, n, 1));
    },
    forwardLogDet: (x) => tf.sum(logProbs(x), -1),
    inverseLogDet: (y) => tf.neg(tf.sum(tf.log(y), -1)),
    forwardBoth: (x) => {
      const logs = logProbs(x);
      return { value: tf.exp(logs), logDet: tf.sum(logs, -1) };
    },
    forwardShape: oneMore,
    inverseShape: oneLess,
  },
  {},
);

function logProbs(x: Tensor): Tensor {
  const logits = tf.concat([x, tf.zerosLike(lastSlice(x, 0, 1))], x.rank - 1);
  return tf.sub(logits, tf.expandDims(logSumExp(logits, -1), -1));
}

/** log(a / b), −Infinity where a is 0, whether or not b is. */
export function logShare(a: Tensor, b: Tensor): Tensor {
  return select(isEqual(a, 0), -Infinity, tf.sub(tf.log(a), tf.log(b)));
}

/** The length of a probability vector from that of an unconstrained one. */
export function oneMore([n]: Shape, caller: string): Shape {
  if (n === 0) throw new Error(`${caller}: expected vectors of length 1 or more; got [0].`);
  return [(n as number) + 1];
}

export function oneLess(event: Shape, caller: string): Shape {
  const n = event[0] as number;
  if (n < 2) throw new Error(`${caller}: expected probability vectors of length 2 or more; got ${formatShape(event)}.`);
  return [n - 1];
}
