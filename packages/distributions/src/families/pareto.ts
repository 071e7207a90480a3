import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, logRatio, select, type NumericInput } from "@variate/math";
import { exponentialDraws } from "@variate/random";
import { greaterThanOrEqual, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { representableScaledExp } from "../float32.js";
import { cdfOfHazard, hazardOfLevel, logCdfOfHazard } from "./hazard.js";

export interface ParetoParameters {
  readonly scale: NumericInput;
  readonly alpha: NumericInput;
}

export interface Pareto
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "pareto";
  readonly scale: Tensor;
  readonly alpha: Tensor;
}

const constraints = { scale: positive, alpha: positive };

/**
 * Pareto distribution over [scale, ∞).
 *
 *   log p(x) = log alpha − log x − alpha L,   L = log(x / scale)
 *   F(x) = 1 − (scale / x)^alpha,   entropy = log(scale / alpha) + 1 + 1/alpha, in nats
 *   mean = alpha scale / (alpha − 1), Infinity for alpha ≤ 1
 *   variance = scale² alpha / ((alpha − 1)² (alpha − 2)), Infinity for alpha ≤ 2
 *
 * `rsample(key, s)` is `scale * exp(exponentialDraws(key, [...s, ...batchShape]) / alpha)`; what float32 cannot hold
 * becomes its largest number.
 *
 * @param parameters.scale - Least value and mode, in the units of `x`; positive.
 * @param parameters.alpha - Exponent of the tail; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `scale` and `alpha` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", ch. 20.
 */
export function pareto(parameters: ParetoParameters): Pareto {
  const support = (own: { readonly scale: Tensor; readonly alpha: Tensor }) => greaterThanOrEqual(own.scale);
  return makeFamily({ family: "pareto", constraints, parameters, support }, ({ scale, alpha }) => {
    const below = (x: Tensor): Tensor => isLess(x, scale);
    const log = (x: Tensor): Tensor => logRatio(select(below(x), scale, x), scale);
    /** alpha less n where that is positive, and where it is not any number. */
    const excess = (n: number): Tensor => select(isGreater(alpha, n), tf.sub(alpha, n), 1);
    return {
      logProb: (x) => {
        const inside = tf.sub(tf.sub(tf.log(alpha), tf.log(select(below(x), 1, x))), tf.mul(alpha, log(x)));
        return select(below(x), -Infinity, inside);
      },
      rsample: (key, shape) => representableScaledExp(scale, tf.div(exponentialDraws(key, shape), alpha)),
      mean: () => select(isGreater(alpha, 1), tf.mul(scale, tf.div(alpha, excess(1))), Infinity),
      mode: () => scale,
      variance: () => {
        const root = tf.div(scale, excess(1));
        return select(isGreater(alpha, 2), tf.mul(tf.mul(root, root), tf.div(alpha, excess(2))), Infinity);
      },
      entropy: () => tf.add(tf.sub(tf.log(scale), tf.log(alpha)), tf.add(1, tf.div(1, alpha))),
      cdf: (x) => cdfOfHazard(tf.mul(alpha, log(x))),
      logCdf: (x) => {
        const above = isGreater(x, scale);
        const length = select(above, log(x), 1);
        return select(above, logCdfOfHazard(tf.mul(alpha, length), tf.add(tf.log(alpha), tf.log(length))), -Infinity);
      },
      quantile: (p) => tf.mul(scale, tf.exp(tf.div(hazardOfLevel(p), alpha))),
    };
  });
}
