import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactProduct, fused, isEqual, select, sumToShape, tidy, withoutGradient } from "@variate/math";
import { countDeviance, factorialRest, isCount } from "../countMass.js";

/**
 * log of the multinomial mass, log n! − Σ log x_i! + Σ x_i log p_i, in nats; −Infinity where x holds no counts with sum n.
 *
 *   = f(n) − Σ (f(x_i) + D(x_i, n p_i)),   f(x) = log x! − (x log x − x), D the deviance
 *
 * @param value - [..., K]; `totalCount` broadcasts to its leading axes, `logProbs` [..., K] holds log p_i.
 *
 * Gradient: x_i in log p_i; none in the counts.
 *
 * Reference: Loader (2000).
 */
export function multinomialLogProb(value: Tensor, totalCount: Tensor, logProbs: Tensor, probs: Tensor): Tensor {
  return fused("variate.multinomialLogProb", { value, totalCount, logProbs, probs }, (own) => tidy(() => mass(own)), {
    gradient: (dy, { value: x, totalCount: n, logProbs: logs }) => ({
      logProbs: sumToShape(tf.mul(tf.expandDims(select(isCountVector(x, n), dy, 0), -1), select(isCount(x), x, 0)), logs.shape),
    }),
  });
}

/** Mask of the vectors of counts with sum n. */
export const isCountVector = (x: Tensor, n: Tensor): Tensor =>
  withoutGradient(() => tf.logicalAnd(tf.all(isCount(x), -1), isEqual(tf.sum(x, -1), n)));

type Inputs = Readonly<Record<"value" | "totalCount" | "logProbs" | "probs", Tensor>>;

function mass({ value, totalCount: n, logProbs, probs }: Inputs): Tensor {
  const x = select(isCount(value), value, 0);
  const trials = tf.expandDims(n, -1);
  const logMeans = tf.add(tf.log(tf.maximum(trials, 1)), logProbs);
  const parts = tf.add(factorialRest(x), countDeviance(x, exactProduct(trials, probs), logMeans));
  return select(isCountVector(value, n), tf.sub(factorialRest(n), tf.sum(parts, -1)), -Infinity);
}
