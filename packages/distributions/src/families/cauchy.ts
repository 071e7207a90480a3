import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, log1p, select, type NumericInput } from "@variate/math";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMode, HasQuantile, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { openUniformDraws } from "../openUniform.js";
import { cauchyQuantile, compare, logKernel, logTail } from "./cauchyFormulas.js";

export interface CauchyParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface Cauchy extends Reparameterized<Tensor, readonly []>, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "cauchy";
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { loc: real, scale: positive };

/**
 * Cauchy distribution over the real line. It has no mean and no variance.
 *
 *   log p(x) = −log(π scale) − log(1 + z²),   z = (x − loc) / scale
 *   entropy = log(4π scale), in nats
 *
 * computed without squares of z, so that the tails are right as far as float32 reaches.
 *
 * `rsample(key, s)` is `loc + scale * tan(π (u − ½))` with u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴; what
 * float32 cannot hold becomes its largest number.
 *
 * @param parameters.loc - Median and mode, in the units of `x`.
 * @param parameters.scale - Half the distance between the quartiles, same units; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `scale` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), vol. 1, ch. 16.
 */
export function cauchy(parameters: CauchyParameters): Cauchy {
  return makeFamily({ family: "cauchy", constraints, parameters, support: real }, ({ loc, scale }) => ({
    logProb: (x) => tf.sub(logKernel(tf.sub(x, loc), scale), Math.log(Math.PI)),
    rsample: (key, shape) => finite(tf.add(loc, tf.mul(scale, cauchyQuantile(openUniformDraws(key, shape))))),
    mode: () => loc,
    entropy: () => tf.add(tf.log(scale), Math.log(4 * Math.PI)),
    cdf: (x) => {
      const d = tf.sub(x, loc);
      const { far, ratio } = compare(d, scale);
      const share = tf.div(tf.atan(ratio), Math.PI);
      return tf.add(select(far, select(isLess(d, 0), 0, 1), 0.5), select(far, tf.neg(share), share));
    },
    logCdf: (x) => {
      const d = tf.sub(x, loc);
      const { far, ratio } = compare(d, scale);
      const lower = isLess(d, tf.neg(scale));
      const share = tf.div(tf.atan(ratio), Math.PI);
      const upper = log1p(select(far, tf.neg(share), tf.sub(share, 0.5)));
      return select(lower, logTail(select(lower, tf.neg(d), scale), scale), upper);
    },
    quantile: (p) => tf.add(loc, tf.mul(scale, cauchyQuantile(p))),
  }));
}
