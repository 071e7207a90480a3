import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isBetween, isGreater, select, type NumericInput } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { greaterThan, interval, real, type Bounded } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";

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
 *   mean = (low + high) / 2,   variance = (high − low)² / 12,   entropy = log(high − low), in nats
 *
 * `rsample(key, s)` is `low + (high − low) * uniformDraws(key, [...s, ...batchShape])`.
 *
 * @param parameters.low - Lower bound, in the units of `x`.
 * @param parameters.high - Upper bound, same units; above `low`.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `low` and `high` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", vol. 2, ch. 26.
 */
export function uniform(parameters: UniformParameters): Uniform {
  return makeFamily(
    {
      family: "uniform", constraints, parameters,
      support: ({ low, high }) => interval(low, high),
      parameterConstraints: ({ low }) => ({ low: real, high: greaterThan(low) }),
    },
    ({ low, high }) => {
      const width = (): Tensor => tf.sub(high, low);
      const cdf = (x: Tensor): Tensor => {
        // Outside the value is a constant, so that neither it nor its gradient is that of the line through the bounds.
        const share = tf.div(tf.sub(select(isBetween(x, low, high), x, low), low), width());
        return select(isGreater(x, high), 1, share);
      };
      return {
        // 0 · x keeps the result a function of the value, of gradient 0, which tfjs's gradients ask for.
        logProb: (x) => tf.sub(select(isBetween(x, low, high), tf.mul(0, x), -Infinity), tf.log(width())),
        rsample: (key, shape) => tf.add(low, tf.mul(width(), uniformDraws(key, shape))),
        mean: () => tf.mul(0.5, tf.add(low, high)),
        variance: () => tf.div(tf.square(width()), 12),
        entropy: () => tf.log(width()),
        cdf,
        logCdf: (x) => tf.log(cdf(x)),
        quantile: (p) => tf.add(low, tf.mul(width(), p)),
      };
    },
  ) as Uniform;
}
