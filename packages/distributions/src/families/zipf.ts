import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isGreater, isGreaterEqual, isInteger, isLess, isLessEqual, log1mexp, logHurwitzZeta, logRiemannZeta, select, withoutGradient, type NumericInput } from "@variate/math";
import { zipfDraws } from "@variate/random";
import { greaterThan, positiveInteger } from "../constraints.js";
import { ENDS, ofFloor } from "../countCdf.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { hostParameter } from "../hostParameter.js";
import { integerQuantile } from "../integerQuantile.js";

export interface ZipfParameters {
  readonly exponent: NumericInput;
}

export interface Zipf extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "zipf";
  readonly exponent: Tensor;
}

const constraints = { exponent: greaterThan(1) };

// Below this exponent nearly all of the mass lies far out, and the head is summed up instead of taken from the tail.
const FLAT = 1.25;
const TERMS = 32;

/** Σ_{j ≤ k} j⁻ˢ: 32 terms, and from there on Euler and Maclaurin's formula, right to 1e-8 for s < 2. */
function harmonic(k: Tensor, s: Tensor): Tensor {
  const rank = Math.max(k.rank, s.rank);
  const j = tf.reshape(tf.range(1, TERMS + 1), [TERMS, ...Array.from({ length: rank }, () => 1)]);
  const power = (x: Tensor | number): Tensor => tf.exp(tf.neg(tf.mul(s, typeof x === "number" ? Math.log(x) : tf.log(x))));
  const terms = tf.exp(tf.neg(tf.mul(s, tf.log(j))));
  const first = tf.sum(select(isLessEqual(j, k), terms, 0), 0);
  const beyond = isGreater(k, TERMS);
  const end = select(beyond, k, TERMS);
  const excess = tf.sub(s, 1);
  // ∫ x⁻ˢ from 32 to k, its half ends and the first derivative; the term of 32 has been counted.
  const integral = tf.mul(TERMS, tf.mul(power(TERMS), tf.div(expm1(tf.neg(tf.mul(excess, tf.log(tf.div(end, TERMS))))), tf.neg(excess))));
  const ends = tf.mul(0.5, tf.sub(power(end), power(TERMS)));
  const slopes = tf.mul(tf.div(s, 12), tf.sub(tf.div(power(TERMS), TERMS), tf.div(power(end), end)));
  return tf.add(first, select(beyond, tf.add(integral, tf.add(ends, slopes)), 0));
}

/**
 * Zipf (zeta) distribution over 1, 2, 3, …: ranks of which the k-th is met in proportion to k⁻ˢ.
 *
 *   log p(k) = −s log k − log ζ(s),   s = exponent, ζ Riemann's zeta function
 *   mean = ζ(s − 1) / ζ(s), Infinity for s ≤ 2;   variance = ζ(s − 2) / ζ(s) − mean², Infinity for s ≤ 3;   mode = 1
 *   entropy = log ζ(s) − s ζ′(s) / ζ(s), in nats;   cdf = 1 − ζ(s, ⌊k⌋ + 1) / ζ(s), by Hurwitz's zeta function
 *
 * The quantile is the smallest k whose cdf reaches its argument to 3e-7. `sample(key, t)` is
 * `zipfDraws(key, exponent, [...t, ...batchShape])`, at most the largest float32. Drawing reads the exponent back from the device.
 *
 * @param parameters.exponent - s, above 1. Its shape is the batch shape; events are scalars.
 * @throws If there is no exponent.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §11.2.20.
 */
export function zipf(parameters: ZipfParameters): Zipf {
  return makeFamily({ family: "zipf", constraints, parameters, support: positiveInteger }, ({ exponent: s }, { batchShape }) => {
    /** log P(X > k). */
    const logTail = (k: Tensor): Tensor => tf.minimum(tf.sub(logHurwitzZeta(s, tf.add(k, 1)), logRiemannZeta(s)), 0);
    const flat = (): Tensor => isLess(s, FLAT);
    const cdf = (x: Tensor): Tensor =>
      ofFloor(x, 1, Infinity, ENDS.plain, (k) => select(flat(), tf.minimum(tf.exp(tf.sub(tf.log(harmonic(k, s)), logRiemannZeta(s))), 1), tf.neg(expm1(logTail(k)))));
    /** E kⁿ, Infinity for s ≤ n + 1. */
    const moment = (n: number): Tensor => {
      const finite = isGreater(s, n + 1);
      const safe = select(finite, s, n + 2);
      return select(finite, tf.exp(tf.sub(logRiemannZeta(tf.sub(safe, n)), logRiemannZeta(safe))), Infinity);
    };
    return {
      logProb: (x) => {
        const legal = withoutGradient(() => tf.logicalAnd(isGreaterEqual(x, 1), isInteger(x)));
        return select(legal, tf.neg(tf.add(tf.mul(s, tf.log(select(legal, x, 1))), logRiemannZeta(s))), -Infinity);
      },
      sample: (key, shape) => zipfDraws(key, hostParameter(s, batchShape), shape),
      mean: () => moment(1),
      variance: () => {
        const finite = isGreater(s, 3);
        return select(finite, tf.sub(moment(2), tf.square(select(finite, moment(1), 0))), Infinity);
      },
      mode: () => tf.ones(batchShape),
      // −ζ′/ζ is the mean of log k.
      entropy: () => tf.sub(logRiemannZeta(s), tf.mul(s, tf.grad((y: Tensor) => logRiemannZeta(y))(s))),
      cdf,
      logCdf: (x) => ofFloor(x, 1, Infinity, ENDS.log, (k) => select(flat(), tf.minimum(tf.sub(tf.log(harmonic(k, s)), logRiemannZeta(s)), 0), log1mexp(logTail(k)))),
      quantile: (p) => integerQuantile(p, batchShape, { low: 1, high: Infinity }, cdf),
    };
  });
}
