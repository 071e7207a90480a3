import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { elementwiseTuple, expm1, exponential, isEqual, isGreater, isLess, isLessEqual, lgammaOfPositive, log1p, logRatio, safeWhere, select, type NumericInput } from "@variate/math";
import { exponentialDraws } from "@variate/random";
import { positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { representableScaledExp, scaledExp } from "../float32.js";
import { EULER } from "./euler.js";
import { cdfOfHazard, hazardOfLevel, logCdfOfHazard } from "./hazard.js";

export interface WeibullParameters {
  readonly scale: NumericInput;
  readonly concentration: NumericInput;
}

export interface Weibull
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "weibull";
  readonly scale: Tensor;
  readonly concentration: Tensor;
}

const constraints = { scale: positive, concentration: positive };

/**
 * Weibull distribution over the positive numbers.
 *
 *   log p(x) = log(k / scale) + (k − 1) L − exp(k L),   L = log(x / scale),   k = concentration
 *   F(x) = 1 − exp(−(x / scale)ᵏ),   mean = scale Γ(1 + 1/k),   variance = scale² (Γ(1 + 2/k) − Γ(1 + 1/k)²)
 *   entropy = γ (1 − 1/k) + log(scale / k) + 1, in nats; γ is Euler's constant
 *
 * At 0 the density is Infinity, 1 / scale or 0, as k is below, at or above 1. The gradient of log p in the value, which at the
 * mode is a difference of terms of size k/x, has an error of some 1e-7 k/x there.
 *
 * `rsample(key, s)` is `scale * e^(1/k)` with e = `exponentialDraws(key, [...s, ...batchShape])`, at least 2⁻²⁴; what
 * float32 cannot hold becomes its smallest normal or largest number.
 *
 * @param parameters.scale - The quantile of level 1 − 1/e, in the units of `x`; positive.
 * @param parameters.concentration - Shape; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `scale` and `concentration` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), "Continuous Univariate Distributions", ch. 21.
 */
export function weibull(parameters: WeibullParameters): Weibull {
  return makeFamily({ family: "weibull", constraints, parameters, support: positive }, ({ scale, concentration }) => {
    const outside = (x: Tensor): Tensor => isLessEqual(x, 0);
    // Of a hazard of e⁵ F is 1; more would overflow.
    const logHazard = (x: Tensor): Tensor => tf.minimum(tf.mul(concentration, logRatio(x, scale)), 5);
    const mean = (): Tensor => tf.mul(scale, tf.exp(lgammaOfPositive(tf.add(1, tf.div(1, concentration)))));
    return {
      logProb: (x) => {
        const atZero = select(isEqual(concentration, 1), tf.neg(tf.log(scale)), select(isLess(concentration, 1), Infinity, tf.fill(concentration.shape, -Infinity)));
        const positive = isGreater(x, 0);
        // Elsewhere the scale takes its place, at which no parameters overflow.
        const inside = select(positive, x, scale);
        return select(positive, logDensity(inside, scale, concentration), select(isEqual(x, 0), atZero, -Infinity));
      },
      rsample: (key, shape) =>
        representableScaledExp(scale, tf.div(tf.log(tf.maximum(exponentialDraws(key, shape), 2 ** -24)), concentration)),
      mean,
      mode: () => {
        const inner = isGreater(concentration, 1);
        const k = select(inner, concentration, 2);
        return select(inner, tf.mul(scale, tf.exp(tf.div(log1p(tf.div(-1, k)), k))), 0);
      },
      variance: () => tf.mul(mean(), tf.mul(mean(), expm1(logMomentRatio(tf.div(1, concentration))))),
      entropy: () => tf.add(tf.sub(tf.add(tf.log(scale), EULER + 1), tf.log(concentration)), tf.div(-EULER, concentration)),
      cdf: (x) => safeWhere(outside(x), x, 0, (inside) => cdfOfHazard(tf.exp(logHazard(inside)))),
      logCdf: (x) =>
        safeWhere(outside(x), x, -Infinity, (inside) => {
          const log = logHazard(inside);
          return logCdfOfHazard(tf.exp(log), log);
        }),
      quantile: (p) => scaledExp(scale, tf.div(tf.log(hazardOfLevel(p)), concentration)),
    };
  });
}

/** Its gradient is −(1 + k e)/x, k e/scale and 1/k − e log(x/scale) with e = (x/scale)ᵏ − 1. */
const logDensity = (x: Tensor, scale: Tensor, concentration: Tensor): Tensor =>
  elementwiseTuple("variate.weibullLogProb", ["x", "scale", "k"], [x, scale, concentration], (own, s, k) => {
    const log = logRatio(own, s);
    return tf.sub(tf.add(tf.sub(tf.log(k), tf.log(s)), tf.mul(tf.sub(k, 1), log)), tf.exp(tf.mul(k, log)));
  }, (own, s, k) => {
    const log = logRatio(own, s);
    const excess = expm1(tf.mul(k, log));
    // Towards 0 in this order, since k may be close to 1 and the excess then to −1.
    const low = tf.add(tf.sub(1, k), tf.mul(k, exponential(tf.mul(k, log))));
    const fall = select(isLess(excess, -0.5), low, tf.add(1, tf.mul(k, excess)));
    return [tf.neg(tf.div(fall, own)), tf.div(tf.mul(k, excess), s), tf.sub(tf.div(1, k), tf.mul(excess, log))];
  });

/** log Γ(1 + 2t) − 2 log Γ(1 + t), to relative accuracy near t = 0, where it is π²/6 t². */
function logMomentRatio(t: Tensor): Tensor {
  const large = isGreater(t, 0.25);
  const near = select(large, 0, t);
  const series = SERIES.reduceRight<Tensor>((sum, c) => tf.add(tf.mul(sum, near), c), tf.zerosLike(near));
  const far = select(large, t, 1);
  const difference = tf.sub(lgammaOfPositive(tf.add(1, tf.mul(2, far))), tf.mul(2, lgammaOfPositive(tf.add(1, far))));
  return select(large, difference, tf.mul(tf.square(near), series));
}

// (log Γ(1 + 2t) − 2 log Γ(1 + t)) / t² interpolated at the Chebyshev nodes of [0, ¼], relative error 7e-8, from mpmath.
const SERIES = [1.6449339, -2.4040708, 3.7853117, -6.150717, 9.634034, -12.170829, 8.365533];
