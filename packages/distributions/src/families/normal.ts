import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { logNormalCdf, normalCdf, normalQuantile, tidy, withoutGradient, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { readParameters } from "../parameters.js";
import { readValue } from "../values.js";

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
 *   entropy = log scale + (1 + log 2π)/2, in nats
 *
 * `rsample(key, s)` is `loc + scale * normalDraws(key, [...s, ...batchShape])`.
 *
 * @param parameters.loc - Mean, in the units of `x`.
 * @param parameters.scale - Standard deviation, same units; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 */
export function normal(parameters: NormalParameters): Normal {
  const { tensors, batchShape } = readParameters("normal", constraints, parameters);
  const { loc, scale } = tensors;
  const shapes = { batchShape, eventShape: [] as const };
  const standardize = (caller: string, value: NumericInput): Tensor => tf.div(tf.sub(readValue(caller, value, shapes), loc), scale);
  const rsample: Normal["rsample"] = (key, sampleShape = []) =>
    tidy(() => tf.add(loc, tf.mul(scale, normalDraws(key, [...sampleShape, ...batchShape]))));

  return {
    family: "normal", ...shapes, support: real, parameterConstraints: constraints, loc, scale,
    logProb: (value) =>
      tidy(() => {
        const z = standardize("normal.logProb", value);
        return tf.sub(tf.mul(-0.5, tf.square(z)), tf.add(tf.log(scale), HALF_LOG_TWO_PI));
      }),
    rsample,
    sample: (key, sampleShape) => withoutGradient(() => rsample(key, sampleShape)),
    mean: () => tf.broadcastTo(loc, batchShape),
    mode: () => tf.broadcastTo(loc, batchShape),
    variance: () => tidy(() => tf.broadcastTo(tf.square(scale), batchShape)),
    entropy: () => tidy(() => tf.broadcastTo(tf.add(tf.log(scale), 0.5 + HALF_LOG_TWO_PI), batchShape)),
    cdf: (value) => tidy(() => normalCdf(standardize("normal.cdf", value))),
    logCdf: (value) => tidy(() => logNormalCdf(standardize("normal.logCdf", value))),
    quantile: (p) => tidy(() => tf.add(loc, tf.mul(scale, normalQuantile(p)))),
  };
}
