import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, safeWhere, select, type NumericInput } from "@variate/math";
import { exponentialDraws } from "@variate/random";
import { nonNegative, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { cdfOfHazard, hazardOfLevel, logCdfOfHazard } from "./hazard.js";

export interface ExponentialParameters {
  readonly rate: NumericInput;
}

export interface Exponential
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "exponential";
  readonly rate: Tensor;
}

const constraints = { rate: positive };

/**
 * Exponential distribution over [0, ∞).
 *
 *   log p(x) = log rate − rate x
 *   F(x) = 1 − exp(−rate x),   mean = 1 / rate,   variance = 1 / rate²,   entropy = 1 − log rate, in nats
 *
 * `rsample(key, s)` is `exponentialDraws(key, [...s, ...batchShape]) / rate`.
 *
 * @param parameters.rate - In units of 1 / `x`; positive. Its shape is the batch shape; events are scalars.
 * @throws If `rate` is missing or holds no numbers.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", ch. 19.
 */
export function exponential(parameters: ExponentialParameters): Exponential {
  return makeFamily({ family: "exponential", constraints, parameters, support: nonNegative }, ({ rate }) => ({
    logProb: (x) => safeWhere(isLess(x, 0), x, -Infinity, (inside) => tf.sub(tf.log(rate), tf.mul(rate, inside))),
    rsample: (key, shape) => finite(tf.div(exponentialDraws(key, shape), rate)),
    mean: () => tf.div(1, rate),
    variance: () => tf.div(tf.div(1, rate), rate),
    mode: () => tf.scalar(0),
    entropy: () => tf.sub(1, tf.log(rate)),
    cdf: (x) => cdfOfHazard(tf.mul(rate, select(isLess(x, 0), 0, x))),
    logCdf: (x) =>
      safeWhere(isLess(x, 0), x, -Infinity, (inside) => logCdfOfHazard(tf.mul(rate, inside), tf.add(tf.log(rate), tf.log(inside)))),
    quantile: (p) => tf.div(hazardOfLevel(p), rate),
  }));
}
