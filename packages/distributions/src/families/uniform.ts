import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, select, tidy, toFloatTensor, withoutGradient, type NumericInput } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { greaterThan, interval, real, type Bounded } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { readParameters } from "../parameters.js";
import { readValue } from "../values.js";

export interface UniformParameters {
  readonly low: NumericInput;
  readonly high: NumericInput;
}

export interface Uniform extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasEntropy, HasCdf, HasQuantile {
  readonly family: "uniform";
  readonly support: Bounded;
  readonly low: Tensor;
  readonly high: Tensor;
}

const constraints = { low: real, high: real };

/**
 * Uniform distribution over the interval [low, high].
 *
 *   p(x) = 1 / (high − low) inside, 0 outside
 *   entropy = log(high − low), in nats
 *
 * `rsample(key, s)` is `low + (high − low) * uniformDraws(key, [...s, ...batchShape])`.
 *
 * @param parameters.low - Lower bound, in the units of `x`.
 * @param parameters.high - Upper bound, same units; above `low`.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `low` and `high` do not broadcast together.
 */
export function uniform(parameters: UniformParameters): Uniform {
  const { tensors, batchShape } = readParameters("uniform", constraints, parameters);
  const { low, high } = tensors;
  const shapes = { batchShape, eventShape: [] as const };
  const rsample: Uniform["rsample"] = (key, sampleShape = []) =>
    tidy(() => tf.add(low, tf.mul(tf.sub(high, low), uniformDraws(key, [...sampleShape, ...batchShape]))));
  const cdf = (caller: string, value: NumericInput): Tensor => {
    const share = tf.div(tf.sub(readValue(caller, value, shapes), low), tf.sub(high, low));
    return tf.minimum(tf.maximum(share, 0), 1);
  };

  return {
    family: "uniform", ...shapes, support: interval(low, high), parameterConstraints: { low: real, high: greaterThan(low) }, low, high,
    logProb: (value) =>
      tidy(() => {
        const inside = isBetween(readValue("uniform.logProb", value, shapes), low, high);
        return tf.sub(select(inside, 0, -Infinity), tf.log(tf.sub(high, low)));
      }),
    rsample,
    sample: (key, sampleShape) => withoutGradient(() => rsample(key, sampleShape)),
    mean: () => tidy(() => tf.mul(0.5, tf.add(low, high))),
    variance: () => tidy(() => tf.div(tf.square(tf.sub(high, low)), 12)),
    entropy: () => tidy(() => tf.log(tf.sub(high, low))),
    cdf: (value) => tidy(() => cdf("uniform.cdf", value)),
    logCdf: (value) => tidy(() => tf.log(cdf("uniform.logCdf", value))),
    quantile: (p) => tidy(() => tf.add(low, tf.mul(tf.sub(high, low), toFloatTensor(p)))),
  };
}
