import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isGreaterEqual, isInteger, roundedDeviance, select, stirlingRemainder, withoutGradient, type Rounded } from "@variate/math";
import { digammaRise } from "./families/digammaRise.js";
import { weightedDifference } from "./weightedDifference.js";

// What the log masses of counts have in common. Loader (2000) writes each as a saddle point: factorials leave their
// Stirling remainders, and everything that grows with the counts goes into deviances, which vanish at the mean.

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Mask of the whole numbers of 0 or more. */
export const isCount = (x: Tensor): Tensor => withoutGradient(() => tf.logicalAnd(isGreaterEqual(x, 0), isInteger(x)));

/** log x! − (x log x − x), 0 at 0: ½ log 2πx and the Stirling remainder. */
export function factorialRest(x: Tensor): Tensor {
  const positive = isGreater(x, 0);
  const safe = select(positive, x, 1);
  const rest = tf.add(tf.add(HALF_LOG_TWO_PI, tf.mul(0.5, tf.log(safe))), stirlingRemainder(safe));
  return select(positive, rest, 0);
}

/** The deviance x log(x / m) + m − x of a count x from its mean m, which is held to twice the digits; m at x = 0. */
export function countDeviance(x: Tensor, mean: Rounded, logMean: Tensor): Tensor {
  const positive = isGreater(x, 0);
  return select(positive, roundedDeviance(select(positive, x, 1), mean, logMean), mean.value);
}

/** ψ(a + x) − ψ(a) for a > 0 and x ≥ 0, without cancellation: the slope in a of a rising factorial of x factors. */
export function risingDigamma(a: Tensor, x: Tensor): Tensor {
  const positive = isGreater(x, 0);
  return select(positive, digammaRise(a, select(positive, x, 1)), 0);
}

/** The same less its first term 1/a, for whole x ≥ 1: what is left where inverses are subtracted on paper. */
export const risingRest = (a: Tensor, x: Tensor): Tensor => risingDigamma(tf.add(a, 1), tf.sub(x, 1));

/** −Σ p log p over low, low + 1, …, low + count − 1, in nats; `low` is of the batch's shape. */
export function summedEntropy(low: Tensor, count: number, logProb: (k: Tensor) => Tensor): Tensor {
  const offsets = tf.reshape(tf.range(0, count), [count, ...low.shape.map(() => 1)]);
  const logs = logProb(tf.add(low, offsets));
  return tf.neg(tf.sum(weightedDifference(logs, tf.zerosLike(logs)), 0));
}
