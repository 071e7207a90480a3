import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, log1p, select, tidy, toFloatTensor, withoutGradient, type NumericInput } from "@variate/math";
import { laplaceDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { readParameters } from "../parameters.js";
import { readValue } from "../values.js";

export interface LaplaceParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface Laplace
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "laplace";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };

/**
 * Laplace distribution over the real line.
 *
 *   p(x) = exp(−|z|) / (2 scale),   z = (x − loc) / scale
 *   entropy = 1 + log(2 scale), in nats
 *
 * `rsample(key, s)` is `loc + scale * laplaceDraws(key, [...s, ...batchShape])`.
 *
 * @param parameters.loc - Mean and median, in the units of `x`.
 * @param parameters.scale - Mean absolute deviation, same units; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Kotz, Kozubowski and Podgórski (2001), §2.1.
 */
export function laplace(parameters: LaplaceParameters): Laplace {
  const { tensors, batchShape } = readParameters("laplace", constraints, parameters);
  const { loc, scale } = tensors;
  const shapes = { batchShape, eventShape: [] as const };
  const standardize = (caller: string, value: NumericInput): Tensor => tf.div(tf.sub(readValue(caller, value, shapes), loc), scale);
  const rsample: Laplace["rsample"] = (key, sampleShape = []) =>
    tidy(() => tf.add(loc, tf.mul(scale, laplaceDraws(key, [...sampleShape, ...batchShape]))));

  return {
    family: "laplace", ...shapes, support: real, parameterConstraints: constraints, loc, scale,
    logProb: (value) =>
      tidy(() => tf.neg(tf.add(tf.abs(standardize("laplace.logProb", value)), tf.log(tf.mul(2, scale))))),
    rsample,
    sample: (key, sampleShape) => withoutGradient(() => rsample(key, sampleShape)),
    mean: () => tf.broadcastTo(loc, batchShape),
    mode: () => tf.broadcastTo(loc, batchShape),
    variance: () => tidy(() => tf.broadcastTo(tf.mul(2, tf.square(scale)), batchShape)),
    entropy: () => tidy(() => tf.broadcastTo(tf.add(1, tf.log(tf.mul(2, scale))), batchShape)),
    cdf: (value) =>
      tidy(() => {
        const z = standardize("laplace.cdf", value);
        const tail = tf.mul(0.5, tf.exp(tf.neg(tf.abs(z))));
        return select(isLess(z, 0), tail, tf.sub(1, tail));
      }),
    logCdf: (value) =>
      tidy(() => {
        const z = standardize("laplace.logCdf", value);
        const above = log1p(tf.mul(-0.5, tf.exp(tf.neg(tf.abs(z)))));
        return select(isLess(z, 0), tf.sub(z, Math.LN2), above);
      }),
    quantile: (p) =>
      tidy(() => {
        const probability = toFloatTensor(p);
        // The tail that p lies in, so that neither end loses its digits to 1 − p.
        const lower = isLess(probability, 0.5);
        const distance = tf.log(tf.mul(2, select(lower, probability, tf.sub(1, probability))));
        return tf.add(loc, tf.mul(scale, select(lower, distance, tf.neg(distance))));
      }),
  };
}
