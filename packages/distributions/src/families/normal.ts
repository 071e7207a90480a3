import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { logNormalCdf, normalCdf, normalQuantile, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";

export interface NormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface Normal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "normal";
  readonly loc: Tensor;
  readonly scale: Tensor;
  /** Set by `standardNormal`: loc is 0 and scale 1 throughout, which divergences from it make use of. */
  readonly standard?: true;
}

const constraints = { loc: real, scale: positive };
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Normal (Gaussian) distribution over the real line.
 *
 *   log p(x) = −z²/2 − log scale − log(2π)/2,   z = (x − loc) / scale
 *   mean = mode = loc,   variance = scale²,   entropy = log scale + (1 + log 2π)/2, in nats
 *
 * The gradient of log p in the scale is (z² − 1)/scale with the error of a rounded z: around z = ±1, some 1e-7/scale.
 *
 * `rsample(key, s)` is `loc + scale * normalDraws(key, [...s, ...batchShape])`.
 *
 * @param parameters.loc - Mean, in the units of `x`.
 * @param parameters.scale - Standard deviation, same units; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", ch. 13.
 */
export function normal(parameters: NormalParameters): Normal {
  return makeFamily({ family: "normal", constraints, parameters, support: real }, ({ loc, scale }) => {
    const standardize = (x: Tensor): Tensor => tf.div(tf.sub(x, loc), scale);
    return {
      logProb: (x) => tf.sub(tf.mul(-0.5, tf.square(standardize(x))), tf.add(tf.log(scale), HALF_LOG_TWO_PI)),
      rsample: (key, shape) => tf.add(loc, tf.mul(scale, normalDraws(key, shape))),
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.square(scale),
      entropy: () => tf.add(tf.log(scale), 0.5 + HALF_LOG_TWO_PI),
      cdf: (x) => normalCdf(standardize(x)),
      logCdf: (x) => logNormalCdf(standardize(x)),
      quantile: (p) => tf.add(loc, tf.mul(scale, normalQuantile(p))),
    };
  });
}
