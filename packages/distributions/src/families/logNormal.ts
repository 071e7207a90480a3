import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactProduct, exactSum, isGreater, log1mexp, logNormalCdf, normalCdf, normalQuantile, safeWhere, standardizedLog, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { representableExp } from "../float32.js";
import { transformedNormalLogProb, type Link } from "./transformedNormal.js";

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
const LINK: Link = {
  name: "variate.logNormalLogProb",
  standardize: standardizedLog,
  logSlope: (x) => tf.log(x),
  inverseSlope: (x) => tf.div(1, x),
  descent: ({ value, error }, scale) => tf.add(tf.add(value, scale), error),
};

/**
 * Log-normal distribution over the positive numbers: that of exp(y), y normal.
 *
 *   log p(x) = −z²/2 − log x − log scale − log(2π)/2,   z = (log x − loc) / scale
 *   mean = exp(loc + scale²/2),   variance = (exp(scale²) − 1) exp(2 loc + scale²),   mode = exp(loc − scale²)
 *   entropy = loc + log scale + (1 + log 2π)/2, in nats
 *
 * z and its gradients come from a logarithm of twice the digits of float32, which a small scale needs, on backends in the
 * host's memory; on GPUs z has an error of some 1e-7 |loc| / scale. Quantiles have a relative error of 2e-7 · scale.
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
    const inside = (x: Tensor, formula: (own: Tensor) => Tensor, outside: number): Tensor =>
      safeWhere(isGreater(x, 0), x, formula, outside);
    return {
      logProb: (x) => inside(x, (own) => transformedNormalLogProb(LINK, own, loc, scale), -Infinity),
      rsample: (key, shape) => representableExp(tf.add(loc, tf.mul(scale, normalDraws(key, shape)))),
      mean: () => tf.exp(tf.add(loc, tf.mul(0.5, tf.square(scale)))),
      // exp(scale²) − 1 in logarithms, since it may be beyond float32 where the product is not.
      variance: () => {
        const square = tf.square(scale);
        return tf.exp(tf.add(tf.mul(2, tf.add(loc, square)), log1mexp(square)));
      },
      mode: () => tf.exp(tf.sub(loc, tf.square(scale))),
      entropy: () => tf.add(tf.add(loc, tf.log(scale)), 0.5 + HALF_LOG_TWO_PI),
      cdf: (x) => inside(x, (own) => normalCdf(standardizedLog(own, loc, scale).value), 0),
      logCdf: (x) => inside(x, (own) => logNormalCdf(standardizedLog(own, loc, scale).value), -Infinity),
      quantile: (p) => {
        // The digits that the sum loses are a relative error of its exponential.
        const product = exactProduct(scale, normalQuantile(p));
        const { value, error } = exactSum(loc, product.value);
        const lost = tf.minimum(tf.maximum(tf.add(error, product.error), -1e-3), 1e-3);
        return tf.mul(tf.exp(value), tf.add(1, lost));
      },
    };
  });
}
