import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, log1p, select, type NumericInput } from "@variate/math";
import { laplaceDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";

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
 *   mean = mode = loc,   variance = 2 scale²,   entropy = 1 + log(2 scale), in nats
 *
 * The gradient of log p in the scale is (|z| − 1)/scale with the error of a rounded z: around z = ±1, some 1e-7/scale.
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
  return makeFamily({ family: "laplace", constraints, parameters, support: real }, ({ loc, scale }) => {
    const standardize = (x: Tensor): Tensor => tf.div(tf.sub(x, loc), scale);
    return {
      logProb: (x) => tf.neg(tf.add(tf.abs(standardize(x)), tf.log(tf.mul(2, scale)))),
      rsample: (key, shape) => tf.add(loc, tf.mul(scale, laplaceDraws(key, shape))),
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.mul(2, tf.square(scale)),
      entropy: () => tf.add(1, tf.log(tf.mul(2, scale))),
      cdf: (x) => {
        const { lower, tail } = nearerTail(standardize(x));
        return select(lower, tail, tf.sub(1, tail));
      },
      logCdf: (x) => {
        const z = standardize(x);
        const { lower, tail } = nearerTail(z);
        return select(lower, tf.sub(z, Math.LN2), log1p(tf.neg(tail)));
      },
      quantile: (p) => {
        // The tail that p lies in, so that neither end loses its digits to 1 − p.
        const lower = isLess(p, 0.5);
        const distance = tf.log(tf.mul(2, select(lower, p, tf.sub(1, p))));
        return tf.add(loc, tf.mul(scale, select(lower, distance, tf.neg(distance))));
      },
    };
  });
}

/** ½ exp(−|z|) and whether it lies below z; a selection, since |z| would have no slope at the median. */
function nearerTail(z: Tensor): { lower: Tensor; tail: Tensor } {
  const lower = isLess(z, 0);
  return { lower, tail: tf.mul(0.5, tf.exp(select(lower, z, tf.neg(z)))) };
}
