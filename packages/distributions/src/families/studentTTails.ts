import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  elementwisePair,
  isGreater,
  isLess,
  logitBetaDrawDerivative,
  logitBetaQuantile,
  logRatio,
  logRegularizedBetaOfLogit,
  regularizedBetaOfLogit,
  select,
  smooth,
  withoutGradient,
  type Shape,
} from "@variate/math";
import { logGammaArray, normalArray, splitKey, type RandomKey } from "@variate/random";
import { LARGEST } from "../float32.js";
import { hostParameter } from "../hostParameter.js";
import { studentTLogProb } from "./studentTLogProb.js";

/** Probabilities of |T| at |d| / s, in the form that is exact on each side of 1. */
export interface StudentTParts {
  /** Whether |d| > s. */
  readonly far: Tensor;
  /** P(|T| > |d| / s) where far. */
  readonly tail: () => Tensor;
  readonly logTail: () => Tensor;
  /** sign(d) P(|T| < |d| / s) where not far. */
  readonly centre: () => Tensor;
}

/** T² = ν (1 − B) / B with B from Beta(ν/2, ½), so log-odds of B are log ν − 2 log |t|. */
export function studentTParts(d: Tensor, s: Tensor, df: Tensor): StudentTParts {
  const far = isGreater(tf.abs(d), s);
  const logOdds = (): Tensor => tf.sub(tf.log(df), tf.mul(2, logRatio(select(far, tf.abs(d), s), s)));
  const half = (): Tensor => tf.mul(0.5, df);
  return {
    far,
    tail: () => regularizedBetaOfLogit(half(), 0.5, logOdds()),
    logTail: () => logRegularizedBetaOfLogit(half(), 0.5, logOdds()),
    centre: () => central(tf.div(select(far, 0, d), s), df),
  };
}

function central(t: Tensor, df: Tensor): Tensor {
  return elementwisePair(
    "variate.studentTCentre",
    t,
    df,
    (x, own) => {
      const logOdds = tf.sub(tf.mul(2, tf.log(tf.abs(x))), tf.log(own));
      return tf.mul(tf.sign(x), regularizedBetaOfLogit(0.5, tf.mul(0.5, own), logOdds));
    },
    (x, own) => {
      const density = tf.mul(2, tf.exp(studentTLogProb(x, tf.onesLike(x), own)));
      return [density, tf.neg(tf.mul(density, studentTSlope(x, own)))];
    },
  );
}

/** |t| at which P(|T| < |t|) is `inside` and its complement `outside`, each exact where it is the smaller. */
export function studentTMagnitude(inside: Tensor, outside: Tensor, df: Tensor): Tensor {
  const near = isLess(inside, 0.5);
  const half = tf.mul(0.5, df);
  // B or its complement, from the end at which the level is small.
  const logOdds = logitBetaQuantile(select(near, 0.5, half), select(near, half, 0.5), select(near, inside, outside));
  return tf.exp(tf.mul(0.5, tf.add(tf.log(df), select(near, logOdds, tf.neg(logOdds)))));
}

/**
 * How a standard draw t of Student's distribution moves with its degrees of freedom ν, its rank held fixed: −(∂F/∂ν) / p.
 *
 *   t (1 / (2ν) − ¼ dz/da),   z the log-odds of B from Beta(a, ½), a = ν/2
 *
 * and where that cancels, for t² far below ν, its expansion in 1/ν.
 */
export function studentTSlope(t: Tensor, df: Tensor): Tensor {
  return withoutGradient(() => {
    const square = tf.square(t);
    const near = isLess(tf.mul(30, tf.add(1, square)), df);
    const inverse = select(near, tf.div(1, df), 0);
    const x = select(near, square, 0);
    const first = tf.mul(0.25, tf.add(x, 1));
    const second = tf.mul(tf.mul(x, tf.sub(1, x)), 1 / 12);
    const third = tf.mul(tf.sub(tf.mul(x, tf.sub(tf.mul(x, tf.sub(x, 1)), 1)), 3), 1 / 24);
    const series = tf.mul(tf.mul(inverse, inverse), tf.add(first, tf.mul(inverse, tf.add(second, tf.mul(inverse, third)))));
    const safe = select(tf.logicalOr(near, tf.equal(t, 0)), 1, tf.abs(t));
    const [ofA] = logitBetaDrawDerivative(tf.mul(0.5, df), 0.5, tf.sub(tf.log(df), tf.mul(2, tf.log(safe))));
    const direct = tf.sub(tf.div(0.5, df), tf.mul(0.25, ofA));
    return tf.mul(t, select(near, tf.neg(series), direct));
  });
}

/**
 * Standard draws n √(ν / (2 g)), with [normalKey, gammaKey] = splitKey(key, 2), n = `normalDraws(normalKey, shape)` and g
 * the exponential of `logGammaDraws(gammaKey, ν/2, shape)`; the gradient in ν is that of a fixed rank. What float32 cannot
 * hold becomes its largest number.
 */
export function studentTDraws(key: RandomKey, shape: number[], df: Tensor, batchShape: Shape): Tensor {
  const half = hostParameter(df, batchShape).map((x) => x / 2);
  const [normalKey, gammaKey] = splitKey(key, 2) as [RandomKey, RandomKey];
  const logs = logGammaArray(gammaKey, half, shape);
  const values = normalArray(normalKey, shape).map((n, i) => {
    const t = n * Math.exp(0.5 * (Math.log(half[i % half.length] as number) - (logs[i] as number)));
    return Math.max(-LARGEST, Math.min(LARGEST, t));
  });
  // The slope is worth its quadrature only when a gradient is taken.
  const draws = (at: Tensor): Tensor =>
    smooth("variate.studentTDraw", { df: at }, () => tf.tensor(values, shape), (own) => ({ df: studentTSlope(draws(own.df), own.df) }));
  return draws(df);
}
