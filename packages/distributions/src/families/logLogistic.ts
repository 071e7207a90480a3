import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwiseTuple, isEqual, isGreater, isLess, isLessEqual, log1p, logistic, logRatio, safeWhere, select, softplus, type NumericInput } from "@variate/math";
import { positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { representableScaledExp, scaledExp } from "../float32.js";
import { openUniformDraws } from "../openUniform.js";
import { logit, logLogisticKernel, tanhOfHalf } from "./logistic.js";

export interface LogLogisticParameters {
  readonly scale: NumericInput;
  readonly concentration: NumericInput;
}

export interface LogLogistic
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "logLogistic";
  readonly scale: Tensor;
  readonly concentration: Tensor;
}

const constraints = { scale: positive, concentration: positive };

/**
 * Log-logistic (Fisk) distribution over the positive numbers: that of exp(y), y logistic.
 *
 *   log p(x) = log k − log x + log σ(z) + log σ(−z),   z = k log(x / scale),   k = concentration
 *   F(x) = σ(z) = 1 / (1 + (x / scale)⁻ᵏ),   entropy = 2 + log(scale / k), in nats
 *   mean = scale b / sin b, b = π/k, Infinity for k ≤ 1
 *   variance = scale² (2b / sin 2b − (b / sin b)²), Infinity for k ≤ 2
 *   mode = scale ((k − 1)/(k + 1))^(1/k), 0 for k ≤ 1
 *
 * At 0 the density is Infinity, 1 / scale or 0, as k is below, at or above 1. The gradient of log p in the value, which at the
 * mode is a difference of terms of size k/x, has an error of some 1e-7 k/x there.
 *
 * `rsample(key, s)` is `scale * exp((log u − log(1 − u)) / k)` with u = `uniformDraws(key, [...s, ...batchShape])` + 2⁻²⁴;
 * what float32 cannot hold becomes its smallest normal or largest number.
 *
 * @param parameters.scale - Median, in the units of `x`; positive.
 * @param parameters.concentration - Shape; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `scale` and `concentration` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1995), vol. 2, ch. 23.
 */
export function logLogistic(parameters: LogLogisticParameters): LogLogistic {
  return makeFamily({ family: "logLogistic", constraints, parameters, support: positive }, ({ scale, concentration: k }) => {
    const standardize = (x: Tensor): Tensor => tf.mul(k, logRatio(x, scale));
    return {
      logProb: (x) => {
        const atZero = select(isEqual(k, 1), tf.neg(tf.log(scale)), select(isLess(k, 1), Infinity, tf.fill(k.shape, -Infinity)));
        const inside = isGreater(x, 0);
        // Elsewhere the scale takes its place, at which no parameters overflow.
        return select(inside, logDensity(select(inside, x, scale), scale, k), select(isEqual(x, 0), atZero, -Infinity));
      },
      rsample: (key, shape) => representableScaledExp(scale, tf.div(logit(openUniformDraws(key, shape)), k)),
      mean: () => {
        const finiteHere = isGreater(k, 1);
        return select(finiteHere, tf.mul(scale, sincInverse(select(finiteHere, k, 2))), Infinity);
      },
      mode: () => {
        const inner = isGreater(k, 1);
        const own = select(inner, k, 2);
        return select(inner, tf.mul(scale, tf.exp(tf.div(log1p(tf.div(-2, tf.add(own, 1))), own))), 0);
      },
      variance: () => {
        const finiteHere = isGreater(k, 2);
        return select(finiteHere, tf.mul(tf.square(scale), standardVariance(select(finiteHere, k, 3))), Infinity);
      },
      entropy: () => tf.add(2, tf.sub(tf.log(scale), tf.log(k))),
      cdf: (x) => safeWhere(isLessEqual(x, 0), x, 0, (own) => tf.exp(tf.neg(softplus(tf.neg(standardize(own)))))),
      logCdf: (x) => safeWhere(isLessEqual(x, 0), x, -Infinity, (own) => tf.neg(softplus(tf.neg(standardize(own))))),
      quantile: (p) => scaledExp(scale, tf.div(logit(p), k)),
    };
  });
}

/** Its gradient is −(1 + k t)/x, k t/scale and 1/k − t log(x/scale) with t = tanh(z/2). */
const logDensity = (x: Tensor, scale: Tensor, k: Tensor): Tensor =>
  elementwiseTuple("variate.logLogisticLogProb", ["x", "scale", "k"], [x, scale, k], (own, s, c) => {
    return tf.add(tf.sub(tf.log(c), tf.log(own)), logLogisticKernel(tf.mul(c, logRatio(own, s))));
  }, (own, s, c) => {
    const log = logRatio(own, s);
    const z = tf.mul(c, log);
    const t = tanhOfHalf(z);
    // Towards 0 in this order, since k may be close to 1 and t then to −1.
    const low = tf.add(tf.sub(1, c), tf.mul(tf.mul(2, c), logistic(z)));
    const fall = select(isLess(z, 0), low, tf.add(1, tf.mul(c, t)));
    return [tf.neg(tf.div(fall, own)), tf.div(tf.mul(c, t), s), tf.sub(tf.div(1, c), tf.mul(t, log))];
  });

/** b / sin b, b = π/k, for k > 1; near 1 from the sine of π − b, which is exact there. */
function sincInverse(k: Tensor): Tensor {
  const share = tf.div(tf.minimum(tf.sub(k, 1), 1), k);
  return tf.div(tf.div(Math.PI, k), tf.sin(tf.mul(Math.PI, share)));
}

/** 2b / sin 2b − (b / sin b)² = q (sin b − b cos b) / (sin b cos b), q = b / sin b, for k > 2; cos b is sin(π/2 − b). */
function standardVariance(k: Tensor): Tensor {
  const b = tf.div(Math.PI, k);
  const sine = tf.sin(b);
  const cosine = tf.sin(tf.div(tf.mul(0.5 * Math.PI, tf.sub(k, 2)), k));
  const square = tf.square(b);
  // sin b − b cos b, whose terms cancel for small b, over b³.
  const series = SERIES.reduceRight<Tensor>((sum, c) => tf.add(tf.mul(sum, square), c), tf.zerosLike(b));
  const ratio = tf.div(b, sine);
  return tf.div(tf.mul(tf.mul(ratio, tf.mul(ratio, square)), series), cosine);
}

// (−1)ⁿ⁺¹ 2n / (2n + 1)!, n = 1, 2, …: enough of them for b ≤ π/2.
const SERIES = [1 / 3, -1 / 30, 1 / 840, -1 / 45360, 1 / 3991680, -1 / 518918400];
