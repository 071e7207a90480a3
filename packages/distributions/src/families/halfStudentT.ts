import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, log1p, safeWhere, select, stirlingRemainder, type NumericInput } from "@variate/math";
import { nonNegative, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { studentTEntropy } from "./studentT.js";
import { studentTLogProb } from "./studentTLogProb.js";
import { studentTDraws, studentTMagnitude, studentTParts } from "./studentTTails.js";

export interface HalfStudentTParameters {
  readonly df: NumericInput;
  readonly scale: NumericInput;
}

export interface HalfStudentT
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "halfStudentT";
  readonly df: Tensor;
  readonly scale: Tensor;
}

const constraints = { df: positive, scale: positive };

/**
 * Half-Student's t distribution over [0, ∞): |x| of an x with Student's distribution and median 0.
 *
 *   log p(x) = log 2 + log t(x / scale; ν) − log scale,   ν = df, t as of `studentT`
 *   mean = 2 scale √(ν/π) Γ((ν + 1)/2) / (Γ(ν/2) (ν − 1)), Infinity for ν ≤ 1
 *   variance = scale² ν/(ν − 2) − mean², Infinity for ν ≤ 2;   entropy that of `studentT` less log 2, in nats
 *
 * `rsample(key, s)` is the absolute value of the draw of `studentT` with location 0; its gradient in `df` is implicit.
 * Drawing reads `df` back from the device.
 *
 * @param parameters.df - Degrees of freedom; positive.
 * @param parameters.scale - In the units of `x`; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `df` and `scale` do not broadcast together.
 *
 * Reference: Gelman (2006), "Prior distributions for variance parameters in hierarchical models".
 */
export function halfStudentT(parameters: HalfStudentTParameters): HalfStudentT {
  return makeFamily({ family: "halfStudentT", constraints, parameters, support: nonNegative }, ({ df, scale }, { batchShape }) => {
    return {
      logProb: (x) => safeWhere(isLess(x, 0), x, -Infinity, (inside) => tf.add(studentTLogProb(inside, scale, df), Math.LN2)),
      rsample: (key, shape) => finite(tf.mul(scale, tf.abs(studentTDraws(key, shape, df, batchShape)))),
      mean: () => tf.mul(scale, standardMean(df)),
      mode: () => tf.scalar(0),
      variance: () => {
        const finiteHere = isGreater(df, 2);
        const own = select(finiteHere, df, 3);
        const excess = tf.sub(tf.div(own, tf.sub(own, 2)), tf.square(standardMean(own)));
        return select(finiteHere, tf.mul(tf.square(scale), excess), Infinity);
      },
      entropy: () => tf.sub(studentTEntropy(df, scale), Math.LN2),
      cdf: (x) => {
        const { far, tail, centre } = studentTParts(select(isLess(x, 0), 0, x), scale, df);
        return select(far, tf.sub(1, tail()), centre());
      },
      logCdf: (x) =>
        safeWhere(isLess(x, 0), x, -Infinity, (inside) => {
          const { far, tail, centre } = studentTParts(inside, scale, df);
          return select(far, log1p(tf.neg(tail())), tf.log(select(far, 1, centre())));
        }),
      quantile: (p) => tf.mul(scale, studentTMagnitude(p, tf.sub(1, p), df)),
    };
  });
}

/** 2 √(ν/π) Γ((ν + 1)/2) / (Γ(ν/2) (ν − 1)); the ratio of gammas by what Stirling's formula leaves. */
function standardMean(df: Tensor): Tensor {
  const finiteHere = isGreater(df, 1);
  const own = select(finiteHere, df, 2);
  const half = tf.mul(0.5, own);
  // Γ(a + ½) / (Γ(a) √a), a = ν/2.
  const logs = tf.sub(tf.mul(half, log1p(tf.div(1, own))), 0.5);
  const ratio = tf.exp(tf.add(logs, tf.sub(stirlingRemainder(tf.add(half, 0.5)), stirlingRemainder(half))));
  const value = tf.mul(Math.sqrt(2 / Math.PI), tf.mul(ratio, tf.div(own, tf.sub(own, 1))));
  return select(finiteHere, value, Infinity);
}
