import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwisePair, erf, erfc, erfinv, isBetween, isLess, log1p, safeWhere, select, type NumericInput } from "@variate/math";
import { normalDraws } from "@variate/random";
import { nonNegative, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";

export interface HalfNormalParameters {
  readonly scale: NumericInput;
}

export interface HalfNormal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "halfNormal";
  readonly scale: Tensor;
}

const constraints = { scale: positive };
const HALF_LOG_TWO_OVER_PI = 0.5 * Math.log(2 / Math.PI);

/**
 * Half-normal distribution over [0, ∞): |x| of a normal x with mean 0.
 *
 *   log p(x) = ½ log(2/π) − log scale − z²/2,   z = x / scale
 *   F(x) = erf(z/√2),   mean = scale √(2/π),   variance = scale² (1 − 2/π)
 *   entropy = log scale + ½ log(π/2) + ½, in nats
 *
 * `rsample(key, s)` is `scale * |normalDraws(key, [...s, ...batchShape])|`.
 *
 * @param parameters.scale - Standard deviation of the whole normal, in the units of `x`; positive. Its shape is the batch
 *   shape; events are scalars.
 * @throws If `scale` is missing or holds no numbers.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", §13.10.1.
 */
export function halfNormal(parameters: HalfNormalParameters): HalfNormal {
  return makeFamily({ family: "halfNormal", constraints, parameters, support: nonNegative }, ({ scale }) => ({
    logProb: (x) =>
      safeWhere(isLess(x, 0), x, -Infinity, (inside) => tf.add(logKernel(inside, scale), HALF_LOG_TWO_OVER_PI)),
    rsample: (key, shape) => tf.mul(scale, tf.abs(normalDraws(key, shape))),
    mean: () => tf.mul(Math.sqrt(2 / Math.PI), scale),
    variance: () => tf.mul(1 - 2 / Math.PI, tf.square(scale)),
    mode: () => tf.scalar(0),
    entropy: () => tf.add(tf.log(scale), 0.5 - HALF_LOG_TWO_OVER_PI),
    cdf: (x) => erf(tf.mul(Math.SQRT1_2, tf.div(held(select(isLess(x, 0), 0, x), scale), scale))),
    logCdf: (x) => safeWhere(isLess(x, 0), x, -Infinity, (inside) => logCdf(held(inside, scale), scale)),
    quantile: (p) => tf.mul(scale, tf.mul(Math.SQRT2, erfinv(p))),
  }));
}

/** x at most 30 scale, beyond which F is 1, and nothing overflows. */
const held = (x: Tensor, scale: Tensor): Tensor => tf.minimum(x, tf.mul(30, scale));

/** −log s − (x/s)²/2; its gradient in s is (x − s)(x + s)/s³, which keeps its digits around x = s. */
const logKernel = (x: Tensor, s: Tensor): Tensor =>
  elementwisePair("variate.halfNormalKernel", x, s, (own, scale) => {
    const z = tf.div(own, scale);
    return tf.sub(tf.mul(tf.mul(-0.5, z), z), tf.log(scale));
  }, (own, scale) => {
    const z = tf.div(own, scale);
    const slope = tf.div(z, scale);
    const factors = tf.mul(tf.div(tf.div(tf.sub(own, scale), scale), scale), tf.add(z, 1));
    return [tf.neg(slope), select(isBetween(z, 0.5, 2), factors, tf.sub(tf.mul(slope, z), tf.div(1, scale)))];
  });

function logCdf(x: Tensor, scale: Tensor): Tensor {
  const w = tf.mul(Math.SQRT1_2, tf.div(x, scale));
  // erf(w) is 2w/√π (1 − w²/3) for small w, which may underflow where its logarithm does not.
  const tiny = isLess(w, 1e-3);
  const least = tf.sub(tf.add(tf.sub(tf.log(select(tiny, x, 1)), tf.log(scale)), HALF_LOG_TWO_OVER_PI), tf.div(tf.square(select(tiny, w, 0)), 3));
  const lower = safeWhere(isLess(w, 1), select(tiny, 1, w), (own) => tf.log(erf(own)), (own) => log1p(tf.neg(erfc(own))));
  return select(tiny, least, lower);
}
