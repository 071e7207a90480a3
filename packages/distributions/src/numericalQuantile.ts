import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isBetween, isGreater, isLess, select, toFloatTensor } from "@variate/math";
import { logSurvival } from "./combinators/intervals.js";
import { implicitDraws, type ImplicitDistribution } from "./implicitDraws.js";
import { risingRoot } from "./risingRoot.js";

export interface QuantileSearch {
  /** Finite bounds of the quantiles at 0 < p < 1. */
  readonly bracket: readonly [Tensor | number, Tensor | number];
  /** Quantiles at 0 and 1. */
  readonly ends: readonly [Tensor | number, Tensor | number];
  /** Where to begin; the middle of the bracket unless told. */
  readonly start?: Tensor;
  /** 1 − p where that is known better. */
  readonly rest?: Tensor;
  readonly steps?: number;
}

/**
 * Quantiles of a continuous distribution of scalars: log F(x) = log p in the lower half, log(1 − F(x)) = log(1 − p) in the
 * upper, by `risingRoot`. NaN outside [0, 1]. Gradient: 1 / density in p, −(∂F/∂θ) / density in the parameters of `d`; 0 at
 * the ends. Call it inside `tidy`.
 */
export function numericalQuantile(p: Tensor, d: ImplicitDistribution, search: QuantileSearch): Tensor {
  const { bracket: [low, high], ends, start, rest = tf.sub(1, p), steps } = search;
  const inside = tf.logicalAnd(isGreater(p, 0), isGreater(rest, 0));
  const level = select(inside, p, 0.5);
  const lower = isLess(level, 0.5);
  const target = tf.log(select(lower, level, select(inside, rest, 0.5)));
  const x = risingRoot((v) => {
    const logF = d.logCdf(v);
    const logDensity = d.logProb(v);
    const logMass = tf.where(lower, logF, logSurvival(logF));
    const difference = tf.sub(logMass, target);
    const signed = (y: Tensor): Tensor => tf.where(lower, y, tf.neg(y));
    const overDensity = (logs: Tensor): Tensor => tf.exp(tf.sub(logs, logDensity));
    const mass = overDensity(logMass);
    // Newton's steps for the logarithm, and for the probability itself, which is nearly linear next to a bound.
    const excess = [tf.mul(difference, mass), tf.sub(mass, overDensity(target))].map(signed);
    return { miss: signed(expm1(difference)), excess };
  }, toFloatTensor(low), toFloatTensor(high), start, steps);
  const atEnds = select(isBetween(p, 0, 1), select(isLess(p, 0.5), ends[0], ends[1]), NaN);
  return select(inside, implicitDraws(x, d, tf.log(level)), atEnds);
}
