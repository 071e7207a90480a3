import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isLess, log1p, logistic, select, softplus, type NumericInput } from "@variate/math";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { openUniformDraws } from "../openUniform.js";

export interface AsymmetricLaplaceParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  readonly asymmetry: NumericInput;
}

export interface AsymmetricLaplace
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "asymmetricLaplace";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly asymmetry: Tensor;
}

const constraints = { loc: real, scale: positive, asymmetry: positive };

/**
 * Asymmetric Laplace distribution over the real line; that of `laplace` at κ = asymmetry = 1.
 *
 *   log p(x) = −log(scale (κ + 1/κ)) − κ z for z ≥ 0, + z/κ below,   z = (x − loc) / scale
 *   F(loc) = κ² / (1 + κ²),   mean = loc + scale (1/κ − κ),   variance = scale² (1/κ² + κ²)
 *   entropy = 1 + log(scale (κ + 1/κ)), in nats
 *
 * `rsample(key, s)` is `quantile(u)` with u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴.
 *
 * @param parameters.loc - Mode, in the units of `x`.
 * @param parameters.scale - Same units; positive.
 * @param parameters.asymmetry - κ: the tail below is longer above 1, that above it below 1; positive.
 *   All broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Kotz, Kozubowski and Podgórski (2001), §3.1.
 */
export function asymmetricLaplace(parameters: AsymmetricLaplaceParameters): AsymmetricLaplace {
  return makeFamily({ family: "asymmetricLaplace", constraints, parameters, support: real }, ({ loc, scale, asymmetry }) => {
    const inverse = (): Tensor => tf.div(1, asymmetry);
    const logWidth = (): Tensor => tf.add(tf.log(scale), tf.log(tf.add(asymmetry, inverse())));
    /** Log-odds of F(loc). */
    const odds = (): Tensor => tf.mul(2, tf.log(asymmetry));
    /** The exponent of the density, which is negative, and whether it is that below loc. */
    const exponent = (x: Tensor): { lower: Tensor; decay: Tensor } => {
      const z = tf.div(tf.sub(x, loc), scale);
      const lower = isLess(z, 0);
      // Each branch on its own side alone: on the other it may overflow, and its gradient be 0 · ∞.
      const below = tf.div(select(lower, z, 0), asymmetry);
      return { lower, decay: tf.sub(below, tf.mul(select(lower, 0, z), asymmetry)) };
    };
    const quantile = (p: Tensor): Tensor => {
      const lower = isLess(p, logistic(odds()));
      const below = tf.mul(asymmetry, tf.add(tf.log(p), softplus(tf.neg(odds()))));
      const above = tf.div(tf.add(log1p(tf.neg(p)), softplus(odds())), asymmetry);
      return tf.add(loc, tf.mul(scale, select(lower, below, tf.neg(above))));
    };
    return {
      logProb: (x) => tf.sub(exponent(x).decay, logWidth()),
      rsample: (key, shape) => finite(quantile(openUniformDraws(key, shape))),
      mean: () => tf.add(loc, tf.mul(scale, tf.sub(inverse(), asymmetry))),
      mode: () => loc,
      variance: () => tf.add(tf.square(tf.mul(scale, asymmetry)), tf.square(tf.div(scale, asymmetry))),
      entropy: () => tf.add(1, logWidth()),
      cdf: (x) => {
        const { lower, decay } = exponent(x);
        const share = tf.exp(decay);
        return select(lower, tf.mul(logistic(odds()), share), tf.sub(1, tf.mul(logistic(tf.neg(odds())), share)));
      },
      logCdf: (x) => {
        const { lower, decay } = exponent(x);
        const below = tf.sub(decay, softplus(tf.neg(odds())));
        const above = tf.sub(logistic(odds()), tf.mul(logistic(tf.neg(odds())), expm1(select(lower, -1, decay))));
        return select(lower, below, tf.log(above));
      },
      quantile,
    };
  });
}
