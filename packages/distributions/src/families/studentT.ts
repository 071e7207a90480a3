import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, isGreater, isLess, log1p, select, type NumericInput } from "@variate/math";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite } from "../float32.js";
import { studentTLogNormalizer, studentTLogProb } from "./studentTLogProb.js";
import { studentTDraws, studentTMagnitude, studentTParts } from "./studentTTails.js";

export interface StudentTParameters {
  readonly df: NumericInput;
  readonly loc: NumericInput;
  readonly scale: NumericInput;
}

export interface StudentT
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "studentT";
  readonly df: Tensor;
  readonly loc: Tensor;
  readonly scale: Tensor;
}

const constraints = { df: positive, loc: real, scale: positive };

/**
 * Student's t distribution over the real line, with location and scale.
 *
 *   log p(x) = log Γ((ν + 1)/2) − log Γ(ν/2) − ½ log(πν) − log scale − (ν + 1)/2 log(1 + z²/ν)
 *   z = (x − loc) / scale,   ν = df
 *   mean = loc for ν > 1, NaN elsewhere
 *   variance = scale² ν/(ν − 2) for ν > 2, Infinity for 1 < ν ≤ 2, NaN elsewhere
 *   entropy = (ν + 1)/2 (ψ((ν + 1)/2) − ψ(ν/2)) + log Γ(ν/2) − log Γ((ν + 1)/2) + ½ log(πν) + log scale, in nats
 *
 * evaluated by Stirling remainders and logarithms, so that it is the normal at ν = 1e30, and z² never overflows.
 *
 * `rsample(key, s)` is `loc + scale * n * √(ν / (2 g))` with [normalKey, gammaKey] = `splitKey(key, 2)`,
 * n = `normalDraws(normalKey, shape)`, log g = `logGammaDraws(gammaKey, ν/2, shape)`, shape = [...s, ...batchShape]; what
 * float32 cannot hold becomes its largest number. Its gradient in `df` is implicit, that of a fixed rank. Drawing reads
 * `df` back from the device, since the rejection runs on the host.
 *
 * @param parameters.df - Degrees of freedom; positive.
 * @param parameters.loc - Median and mode, in the units of `x`.
 * @param parameters.scale - Same units; positive.
 *   All broadcast to the batch shape; events are scalars.
 * @throws If `df`, `loc` and `scale` do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1995), vol. 2, ch. 28; Figurnov, Mohamed and Mnih (2018).
 */
export function studentT(parameters: StudentTParameters): StudentT {
  return makeFamily({ family: "studentT", constraints, parameters, support: real }, ({ df, loc, scale }, { batchShape }) => ({
    logProb: (x) => studentTLogProb(tf.sub(x, loc), scale, df),
    rsample: (key, shape) => finite(tf.add(loc, tf.mul(scale, studentTDraws(key, shape, df, batchShape)))),
    mean: () => select(isGreater(df, 1), loc, NaN),
    mode: () => loc,
    variance: () => select(isGreater(df, 1), squareMean(df, scale), NaN),
    entropy: () => studentTEntropy(df, scale),
    cdf: (x) => {
      const d = tf.sub(x, loc);
      const { far, tail, centre } = studentTParts(d, scale, df);
      const outer = tf.mul(0.5, tail());
      return select(far, select(isLess(d, 0), outer, tf.sub(1, outer)), tf.add(0.5, tf.mul(0.5, centre())));
    },
    logCdf: (x) => {
      const d = tf.sub(x, loc);
      const { far, logTail, centre } = studentTParts(d, scale, df);
      const outer = tf.sub(logTail(), Math.LN2);
      const lower = isLess(d, 0);
      const upper = log1p(tf.neg(tf.exp(select(lower, -1, outer))));
      return select(far, select(lower, outer, upper), log1p(tf.sub(tf.mul(0.5, centre()), 0.5)));
    },
    quantile: (p) => {
      const lower = isLess(p, 0.5);
      const tail = select(lower, p, tf.sub(1, p));
      const size = studentTMagnitude(tf.sub(1, tf.mul(2, tail)), tf.mul(2, tail), df);
      return tf.add(loc, tf.mul(scale, select(lower, tf.neg(size), size)));
    },
  }));
}

/** E z² scale² = scale² ν/(ν − 2), Infinity for ν ≤ 2. */
function squareMean(df: Tensor, scale: Tensor): Tensor {
  const finiteHere = isGreater(df, 2);
  const own = select(finiteHere, df, 3);
  return select(finiteHere, tf.mul(tf.square(scale), tf.div(own, tf.sub(own, 2))), Infinity);
}

/** (ν + 1)/2 E log(1 + z²/ν) less the log normalizer; that mean is ψ((ν + 1)/2) − ψ(ν/2), by remainders. */
export function studentTEntropy(df: Tensor, scale: Tensor): Tensor {
  const more = tf.add(df, 1);
  const inverse = tf.div(1, df);
  const remainders = tf.sub(digammaRemainder(tf.mul(0.5, more)), digammaRemainder(tf.mul(0.5, df)));
  const surprise = tf.add(tf.add(log1p(inverse), tf.div(inverse, more)), remainders);
  return tf.add(tf.sub(tf.mul(tf.mul(0.5, more), surprise), studentTLogNormalizer(df)), tf.log(scale));
}
