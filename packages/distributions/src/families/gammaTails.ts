import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  expm1,
  exponential,
  isBetween,
  isGreater,
  isLess,
  lgammaOfPositive,
  log1mexp,
  log1p,
  logNormalCdf,
  logRegularizedGammaP,
  logRegularizedGammaQ,
  normalCdf,
  regularizedGammaP,
  regularizedGammaQ,
  select,
  withoutGradient,
} from "@variate/math";
import type { Rounded } from "../rounded.js";
import { gammaPowerLogProb } from "./gammaPower.js";

/** A value y under the gamma distribution with concentration a and rate 1, with what rounding took from it. */
export interface GammaVariable {
  readonly a: Tensor;
  readonly y: Rounded;
  /** log y, where y itself underflows. */
  readonly logY: Tensor;
}

/**
 * P(a, y), or Q(a, y) = 1 − P, and its logarithm, for y = value + error.
 *
 *   a below 1e8    that of the value, and the error times the density
 *   a from 1e8 on  within a thousandth of a, Φ(z) with z = 3 √a ((y/a)^⅓ − 1 + 1/(9a)), where y itself is too coarse
 *   y below 1e-36  yᵃ / Γ(a + 1), by logarithms
 *
 * Reference: Wilson and Hilferty (1931), "The distribution of chi-square".
 */
export function gammaTails(upper: boolean): Record<"probability" | "logProbability", (v: GammaVariable) => Tensor> {
  const [probability, logProbability] = upper
    ? ([regularizedGammaQ, logRegularizedGammaQ] as const)
    : ([regularizedGammaP, logRegularizedGammaP] as const);
  const sign = upper ? -1 : 1;
  const pieces = ({ a, y, logY }: GammaVariable) => {
    const tiny = isLess(logY, -83);
    // Above 1e36, where products of it overflow, nothing is left of the upper tail.
    const value = tf.minimum(select(tiny, 1, y.value), 1e36);
    const difference = tf.sub(tf.sub(value, a), y.error);
    const large = isGreater(a, 1e8);
    const normal = tf.logicalAnd(large, isLess(tf.abs(difference), tf.mul(1e-3, a)));
    const share = tf.div(tf.add(tf.sub(select(normal, value, a), a), select(normal, y.error, 0)), a);
    const root = expm1(tf.mul(1 / 3, log1p(share)));
    return {
      tiny, normal, value,
      z: tf.mul(sign * 3, tf.mul(tf.sqrt(a), tf.add(root, tf.div(1 / 9, a)))),
      logPower: select(tiny, tf.sub(tf.mul(a, logY), lgammaOfPositive(tf.add(a, 1))), -1),
      // The relative error of the value, and the density of its logarithm.
      error: tf.mul(sign, select(large, 0, tf.div(y.error, value))),
      logKernel: tf.add(gammaPowerLogProb(value, a, tf.onesLike(a), 1), tf.log(value)),
    };
  };
  return {
    probability: (v) => {
      const { tiny, normal, value, z, logPower, error, logKernel } = pieces(v);
      const ordinary = tf.add(probability(v.a, value), tf.mul(error, exponential(logKernel)));
      return select(tiny, upper ? tf.neg(expm1(logPower)) : exponential(logPower), select(normal, normalCdf(z), ordinary));
    },
    logProbability: (v) => {
      const { tiny, normal, value, z, logPower, error, logKernel } = pieces(v);
      const log = logProbability(v.a, value);
      const correction = withoutGradient(() => tf.mul(error, tf.exp(tf.sub(logKernel, log))));
      const ordinary = tf.add(log, select(isBetween(correction, -1, 1), correction, 0));
      return select(tiny, upper ? log1mexp(logPower) : logPower, select(normal, logNormalCdf(z), ordinary));
    },
  };
}
