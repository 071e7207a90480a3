import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, log1p, select, type NumericInput } from "@variate/math";
import { gumbelDraws } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { LARGEST } from "../float32.js";
import { EULER } from "./euler.js";

export interface GumbelParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface Gumbel
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "gumbel";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };

/**
 * Gumbel distribution over the real line, that of largest values.
 *
 *   log p(x) = −z − e⁻ᶻ − log scale,   z = (x − loc) / scale
 *   F(x) = exp(−e⁻ᶻ),   mean = loc + γ scale,   variance = π²/6 scale²
 *   entropy = log scale + γ + 1, in nats; γ is Euler's constant
 *
 * `rsample(key, s)` is `loc + scale * gumbelDraws(key, [...s, ...batchShape])`.
 *
 * @param parameters.loc - Mode, in the units of `x`.
 * @param parameters.scale - Same units; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", vol. 2, ch. 22.
 */
export function gumbel(parameters: GumbelParameters): Gumbel {
  return makeFamily({ family: "gumbel", constraints, parameters, support: real }, ({ loc, scale }) => {
    const standardize = (x: Tensor): Tensor => tf.div(tf.sub(x, loc), scale);
    return {
      logProb: (x) => {
        // An infinite z would be ∞ − ∞.
        const z = tf.maximum(standardize(x), -LARGEST);
        return tf.neg(tf.add(tf.add(z, tf.exp(tf.neg(z))), tf.log(scale)));
      },
      rsample: (key, shape) => tf.add(loc, tf.mul(scale, gumbelDraws(key, shape))),
      mean: () => tf.add(loc, tf.mul(EULER, scale)),
      mode: () => loc,
      variance: () => tf.mul(Math.PI ** 2 / 6, tf.square(scale)),
      entropy: () => tf.add(tf.log(scale), EULER + 1),
      // Below −5 it is 0 in float32, and its gradient would be 0 · ∞.
      cdf: (x) => tf.exp(tf.neg(tf.exp(tf.neg(tf.maximum(standardize(x), -5))))),
      logCdf: (x) => tf.neg(tf.exp(tf.neg(standardize(x)))),
      quantile: (p) => {
        // Near 1 from the complement, which float32 knows better.
        const lower = isLess(p, 0.5);
        const log = select(lower, tf.log(p), log1p(select(lower, 0, tf.sub(p, 1))));
        return tf.sub(loc, tf.mul(scale, tf.log(tf.neg(log))));
      },
    };
  });
}
