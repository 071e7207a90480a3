import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, roundedProduct, select, smooth, withoutGradient, type KernelInputs, type Rounded } from "@variate/math";
import { countDeviance, factorialRest, isCount } from "../countMass.js";
import { exactly, type GivenOdds } from "../odds.js";
import { logProbabilities, roundedProbabilities } from "./categoricalWeights.js";

/**
 * log of the multinomial mass, log n! − Σ log x_i! + Σ x_i log p_i, in nats; −Infinity where x holds no counts with sum n.
 *
 *   = f(n) − Σ (f(x_i) + D(x_i, n p_i)),   f(x) = log x! − (x log x − x), D the deviance
 *
 * @param value - [..., K]; `totalCount` broadcasts to its leading axes, the weights are [..., K].
 *
 * Gradient: x_i − n p_i in `logits`, that over the weight in `probs`, without cancellation; none in the counts.
 *
 * Reference: Loader (2000).
 */
export function multinomialLogProb(value: Tensor, totalCount: Tensor, given: GivenOdds): Tensor {
  const inputs = { value, totalCount, ...given } as Inputs;
  return smooth("variate.multinomialLogProb", inputs, mass, ({ value: counts, totalCount: n, ...weights }) => {
    const x = select(isCount(counts), counts, 0);
    const trials = tf.expandDims(n, -1);
    const mean = expected(trials, weights);
    const residual = tf.sub(tf.sub(x, mean.value), mean.error);
    const [name, own] = Object.entries(weights)[0] as [string, Tensor];
    const slope = (): Tensor => {
      if (name === "logits") return residual;
      const none = tf.logicalOr(isEqual(own, 0), isEqual(x, 0));
      return select(none, tf.neg(tf.div(trials, tf.sum(own, -1, true))), tf.div(residual, select(none, 1, own)));
    };
    return { [name]: select(tf.expandDims(isCountVector(counts, n), -1), slope(), 0) };
  }, { summed: true });
}

/** Mask of the vectors of counts with sum n. */
export const isCountVector = (x: Tensor, n: Tensor): Tensor =>
  withoutGradient(() => tf.logicalAnd(tf.all(isCount(x), -1), isEqual(tf.sum(x, -1), n)));

interface Inputs extends KernelInputs {
  readonly value: Tensor;
  readonly totalCount: Tensor;
}

const expected = (trials: Tensor, given: GivenOdds): Rounded => roundedProduct(exactly(trials), roundedProbabilities(given));

function mass({ value, totalCount: n, ...given }: Inputs): Tensor {
  const x = select(isCount(value), value, 0);
  const trials = tf.expandDims(n, -1);
  const logMeans = tf.add(tf.log(tf.maximum(trials, 1)), logProbabilities(given));
  const parts = tf.add(factorialRest(x), countDeviance(x, expected(trials, given), logMeans));
  return select(isCountVector(value, n), tf.sub(factorialRest(n), tf.sum(parts, -1)), -Infinity);
}
