import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  digammaOfPositive,
  expm1,
  exponential,
  isBetween,
  isGreater,
  isLess,
  lbeta,
  log1mexp,
  log1p,
  safeWhere,
  select,
  tidy,
  withoutGradient,
  type NumericInput,
  type Shape,
} from "@variate/math";
import { exponentialDraws, type RandomKey } from "@variate/random";
import { continued } from "../continued.js";
import { openUnitInterval, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import type { HasLogDraws } from "./gammaFormulas.js";

export interface KumaraswamyParameters {
  readonly concentration1: NumericInput;
  readonly concentration0: NumericInput;
}

export interface Kumaraswamy
  extends Reparameterized<Tensor, readonly []>, HasLogDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "kumaraswamy";
  readonly concentration1: Tensor;
  readonly concentration0: Tensor;
}

const constraints = { concentration1: positive, concentration0: positive };

/**
 * Kumaraswamy distribution over the numbers in (0, 1), a beta-like family with a closed cdf.
 *
 *   F(x) = 1 − (1 − xᵃ)ᵇ,   a = concentration1, b = concentration0
 *   log p(x) = log ab + (a − 1) log x + (b − 1) log(1 − xᵃ)
 *   E xᵏ = b B(1 + k/a, b),   entropy = 1 − 1/b + (1 − 1/a) H(b) − log ab, in nats, H(b) = ψ(b + 1) + γ
 *   mode = ((a − 1) / (ab − 1))^(1/a); where a or b is at most 1, the end whose concentration is smaller, 0 if equal
 *
 * The variance is right to 1e-6, in absolute terms.
 *
 * With e = max(exponentialDraws(key, [...s, ...batchShape]), 2⁻²⁴), `rsampleLog(key, s)` is log(1 − exp(−e / b)) / a, and
 * `rsample` its exponential, held between 2⁻¹²⁶ and 1 − 2⁻²⁴: small `concentration1` puts much of the mass below, so use
 * the logarithms there.
 *
 * @param parameters.concentration1 - Exponent a; positive.
 * @param parameters.concentration0 - Exponent b; positive. Both broadcast to the batch shape; events are scalars.
 * @throws If the two do not broadcast together.
 *
 * Reference: Jones (2009), "Kumaraswamy's distribution: a beta-type distribution with some tractability advantages".
 */
export function kumaraswamy(parameters: KumaraswamyParameters): Kumaraswamy {
  return makeFamily(
    { family: "kumaraswamy", constraints, parameters, support: openUnitInterval },
    ({ concentration1: a, concentration0: b }, { batchShape }) => {
      const logDraws = (key: RandomKey, shape: number[]): Tensor => logQuantile(tf.maximum(exponentialDraws(key, shape), 2 ** -24));
      const logQuantile = (logTail: Tensor): Tensor => tf.div(log1mexp(tf.div(logTail, b)), a);
      /** log(1 − xᵃ). */
      const logRest = (x: Tensor): Tensor => {
        const logPower = tf.mul(a, logOf(x));
        const small = isLess(logPower, -1);
        // The power itself has more digits than the exponential of its logarithm.
        const direct = log1p(tf.neg(tf.pow(select(small, x, 0.5), select(small, a, 2))));
        return select(small, direct, log1mexp(select(small, -1, logPower)));
      };
      const moment = (k: number): Tensor => exponential(tf.add(tf.log(b), lbeta(tf.add(1, tf.div(k, a)), b)));
      return {
        logProb: (x) => {
          const density = (v: Tensor): Tensor => {
            const powers = tf.add(tf.mul(tf.sub(a, 1), logOf(v)), tf.mul(tf.sub(b, 1), logRest(v)));
            return tf.add(tf.add(tf.log(a), tf.log(b)), powers);
          };
          const inside = tf.logicalAnd(isGreater(x, 0), isLess(x, 1));
          const ends = select(tf.equal(x, 0), atEnd(a, b, a), select(tf.equal(x, 1), atEnd(b, b, a), -Infinity));
          return select(inside, density(select(inside, x, 0.5)), withoutGradient(() => ends));
        },
        rsample: (key: RandomKey, shape: number[]) => tf.minimum(tf.maximum(tf.exp(logDraws(key, shape)), 2 ** -126), 1 - 2 ** -24),
        rsampleLog: (key: RandomKey, sampleShape: Shape = []) => tidy(() => logDraws(key, [...sampleShape, ...batchShape])),
        logSample: (key: RandomKey, sampleShape: Shape = []) =>
          tidy(() => withoutGradient(() => logDraws(key, [...sampleShape, ...batchShape]))),
        mean: () => moment(1),
        variance: () => tf.sub(moment(2), tf.square(moment(1))),
        mode: () => {
          const interior = tf.logicalAnd(isGreater(a, 1), isGreater(b, 1));
          const own = select(interior, a, 2);
          const ratio = tf.div(tf.sub(1, tf.div(1, own)), tf.sub(select(interior, b, 2), tf.div(1, own)));
          return select(interior, exponential(tf.div(tf.log(ratio), own)), select(isGreater(a, b), 1, tf.zerosLike(ratio)));
        },
        entropy: () => {
          const harmonics = tf.mul(tf.sub(1, tf.div(1, a)), harmonic(b));
          return tf.sub(tf.add(tf.sub(1, tf.div(1, b)), harmonics), tf.add(tf.log(a), tf.log(b)));
        },
        cdf: (x) => continued(x, 0, (v) => tf.neg(expm1(tf.mul(b, logRest(v)))), 1),
        logCdf: (x) => continued(x, -Infinity, (v) => log1mexp(tf.mul(b, logRest(v))), 0),
        quantile: (p) => tf.exp(logQuantile(log1p(tf.neg(p)))),
      };
    },
  );
}

/** log x for x in (0, 1], to relative accuracy next to 1 on every backend. */
const logOf = (x: Tensor): Tensor => safeWhere(isGreater(x, 0.5), x, (v) => log1p(tf.sub(v, 1)), tf.log);

/** The limit of the density at the end of the concentration `own`. */
const atEnd = (own: Tensor, b: Tensor, a: Tensor): Tensor =>
  select(tf.equal(own, 1), tf.add(tf.log(a), tf.log(b)), select(isLess(own, 1), Infinity, tf.fill(own.shape, -Infinity)));

/** H(b) = ψ(b + 1) + γ, below ⅛ by its series, since ψ(1) = −γ. */
function harmonic(b: Tensor): Tensor {
  const series = (v: Tensor): Tensor =>
    ZETAS.reduceRight<Tensor>((sum, z, i) => tf.mul(v, tf.add(i % 2 === 0 ? z : -z, sum)), tf.zerosLike(v));
  return safeWhere(isBetween(b, 0, 0.125), b, series, (v) => tf.add(digammaOfPositive(tf.add(v, 1)), 0.5772156649015329), 0.125);
}

// ζ(2), ζ(3), …
const ZETAS = [1.644934, 1.2020569, 1.0823232, 1.0369277, 1.017343, 1.0083493, 1.0040773, 1.0020084];
