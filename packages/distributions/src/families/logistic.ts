import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwise, expm1, isBetween, isGreater, log1p, logistic as logisticFunction, select, softplus, type NumericInput } from "@variate/math";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { openUniformDraws } from "../openUniform.js";

export interface LogisticParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface Logistic
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "logistic";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };

/**
 * Logistic distribution over the real line.
 *
 *   log p(x) = −log scale − log(1 + eᶻ) − log(1 + e⁻ᶻ),   z = (x − loc) / scale
 *   F(x) = 1 / (1 + e⁻ᶻ),   variance = π²/3 scale²,   entropy = log scale + 2, in nats
 *
 * `rsample(key, s)` is `loc + scale * (log u − log(1 − u))` with u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴.
 *
 * @param parameters.loc - Mean, median and mode, in the units of `x`.
 * @param parameters.scale - Same units; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", vol. 2, ch. 23.
 */
export function logistic(parameters: LogisticParameters): Logistic {
  return makeFamily({ family: "logistic", constraints, parameters, support: real }, ({ loc, scale }) => {
    const standardize = (x: Tensor): Tensor => tf.div(tf.sub(x, loc), scale);
    return {
      logProb: (x) => tf.sub(logLogisticKernel(standardize(x)), tf.log(scale)),
      rsample: (key, shape) => tf.add(loc, tf.mul(scale, logit(openUniformDraws(key, shape)))),
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.mul(Math.PI ** 2 / 3, tf.square(scale)),
      entropy: () => tf.add(tf.log(scale), 2),
      cdf: (x) => logisticFunction(standardize(x)),
      logCdf: (x) => tf.neg(softplus(tf.neg(standardize(x)))),
      quantile: (p) => tf.add(loc, tf.mul(scale, logit(p))),
    };
  });
}

/** The log density of the standard logistic, log σ(z) + log σ(−z); its gradient is relative to a small z. */
export const logLogisticKernel = (z: Tensor): Tensor =>
  elementwise("variate.logLogisticKernel", z, (v) => tf.neg(tf.add(softplus(v), softplus(tf.neg(v)))), (v) => tf.neg(tanhOfHalf(v)));

/** tanh(z/2), relative to a small z, with derivatives of every order. */
export function tanhOfHalf(z: Tensor): Tensor {
  const sign = select(isGreater(z, 0), 1, tf.fill(z.shape, -1));
  const size = tf.mul(sign, z);
  return tf.neg(tf.mul(sign, tf.mul(expm1(tf.neg(size)), logisticFunction(size))));
}

/** log p − log(1 − p), to relative accuracy around ½: −Infinity at 0, Infinity at 1. */
export function logit(p: Tensor): Tensor {
  const middle = isBetween(p, 0.25, 0.75);
  const c = tf.sub(tf.mul(2, select(middle, p, 0.5)), 1);
  const outer = select(middle, 0.25, p);
  return select(middle, tf.sub(log1p(c), log1p(tf.neg(c))), tf.sub(tf.log(outer), log1p(tf.neg(outer))));
}
