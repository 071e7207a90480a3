import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, log1mexp, logNormalCdf, normalCdf, normalQuantile, safeWhere, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { representableExp } from "../float32.js";

export interface LogNormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface LogNormal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "logNormal";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Log-normal distribution over the positive numbers: that of exp(y), y normal.
 *
 *   log p(x) = −z²/2 − log x − log scale − log(2π)/2,   z = (log x − loc) / scale
 *   mean = exp(loc + scale²/2),   variance = (exp(scale²) − 1) exp(2 loc + scale²),   mode = exp(loc − scale²)
 *   entropy = loc + log scale + (1 + log 2π)/2, in nats
 *
 * `rsample(key, s)` is `exp(loc + scale * normalDraws(key, [...s, ...batchShape]))`; what float32 cannot hold becomes its
 * smallest normal or largest number.
 *
 * @param parameters.loc - Mean of log x, which is the log of the median.
 * @param parameters.scale - Standard deviation of log x; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", ch. 14.
 */
export function logNormal(parameters: LogNormalParameters): LogNormal {
  return makeFamily({ family: "logNormal", constraints, parameters, support: positive }, ({ loc, scale }) => {
    const standardize = (y: Tensor): Tensor => tf.div(tf.sub(y, loc), scale);
    const inside = (x: Tensor, formula: (y: Tensor) => Tensor, outside: number): Tensor =>
      safeWhere(isGreater(x, 0), x, (own) => formula(tf.log(own)), outside);
    return {
      logProb: (x) =>
        inside(x, (y) => tf.sub(tf.sub(tf.mul(-0.5, tf.square(standardize(y))), y), tf.add(tf.log(scale), HALF_LOG_TWO_PI)), -Infinity),
      rsample: (key, shape) => representableExp(tf.add(loc, tf.mul(scale, normalDraws(key, shape)))),
      mean: () => tf.exp(tf.add(loc, tf.mul(0.5, tf.square(scale)))),
      // exp(scale²) − 1 in logarithms, since it may be beyond float32 where the product is not.
      variance: () => {
        const square = tf.square(scale);
        return tf.exp(tf.add(tf.mul(2, tf.add(loc, square)), log1mexp(square)));
      },
      mode: () => tf.exp(tf.sub(loc, tf.square(scale))),
      entropy: () => tf.add(tf.add(loc, tf.log(scale)), 0.5 + HALF_LOG_TWO_PI),
      cdf: (x) => inside(x, (y) => normalCdf(standardize(y)), 0),
      logCdf: (x) => inside(x, (y) => logNormalCdf(standardize(y)), -Infinity),
      quantile: (p) => tf.exp(tf.add(loc, tf.mul(scale, normalQuantile(p)))),
    };
  });
}
