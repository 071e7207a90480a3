import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, log1p, safeWhere, select, type NumericInput } from "@variate/math";
import { nonNegative, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { openUniformDraws } from "../openUniform.js";
import { compare, logKernel, logTail } from "./cauchyFormulas.js";

export interface HalfCauchyParameters {
  readonly scale: NumericInput;
}

export interface HalfCauchy
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "halfCauchy";
  readonly scale: Tensor;
}

const constraints = { scale: positive };

/**
 * Half-Cauchy distribution over [0, ∞): |x| of a Cauchy x with median 0. Mean and variance are Infinity.
 *
 *   log p(x) = log(2/π) − log scale − log(1 + z²),   z = x / scale
 *   F(x) = (2/π) atan z,   entropy = log(2π scale), in nats
 *
 * computed without squares of z, so that the tail is right as far as float32 reaches.
 *
 * `rsample(key, s)` is `scale * tan(π u / 2)` with u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴; what float32
 * cannot hold becomes its largest number.
 *
 * @param parameters.scale - Median, in the units of `x`; positive. Its shape is the batch shape; events are scalars.
 * @throws If `scale` is missing or holds no numbers.
 *
 * Reference: Gelman (2006), "Prior distributions for variance parameters in hierarchical models".
 */
export function halfCauchy(parameters: HalfCauchyParameters): HalfCauchy {
  return makeFamily({ family: "halfCauchy", constraints, parameters, support: nonNegative }, ({ scale }) => ({
    logProb: (x) =>
      safeWhere(isLess(x, 0), x, -Infinity, (inside) => tf.add(logKernel(inside, scale), Math.log(2 / Math.PI))),
    rsample: (key, shape) => finite(tf.mul(scale, halfQuantile(openUniformDraws(key, shape)))),
    mean: () => tf.scalar(Infinity),
    variance: () => tf.scalar(Infinity),
    mode: () => tf.scalar(0),
    entropy: () => tf.add(tf.log(scale), Math.log(2 * Math.PI)),
    cdf: (x) => {
      const { far, ratio } = compare(select(isLess(x, 0), 0, x), scale);
      const share = tf.mul(2 / Math.PI, tf.atan(ratio));
      return select(far, tf.sub(1, share), share);
    },
    logCdf: (x) =>
      safeWhere(isLess(x, 0), x, -Infinity, (inside) => {
        const { far, ratio } = compare(inside, scale);
        const upper = log1p(tf.mul(-2 / Math.PI, tf.atan(select(far, ratio, 0))));
        // F(x) is ½ + ½ − (2/π) atan(scale / x), and (2/π) atan(x / scale) is the tail with the two exchanged.
        const lower = tf.add(logTail(tf.add(scale, tf.zerosLike(inside)), select(far, scale, inside)), Math.LN2);
        return select(far, upper, lower);
      }),
    quantile: (p) => tf.mul(scale, halfQuantile(p)),
  }));
}

/** tan(π p / 2), of the complement where that is nearer: Infinity at 1. */
function halfQuantile(p: Tensor): Tensor {
  const lower = isLess(p, 0.5);
  const tangent = tf.tan(tf.mul(0.5 * Math.PI, select(lower, p, tf.sub(1, p))));
  return select(lower, tangent, tf.div(1, tangent));
}
