import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  erfc,
  gaussLegendre,
  isBetween,
  isEqual,
  isGreater,
  isLess,
  log1p,
  logRatio,
  logScaledExponentialIntegral,
  select,
  type NumericInput,
} from "@variate/math";
import { normalDraws, splitKey, type RandomKey } from "@variate/random";
import { positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMode, HasQuantile, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { finite, LARGEST } from "../float32.js";
import { numericalQuantile } from "../numericalQuantile.js";
import { openUniformDraws } from "../openUniform.js";
import { cauchyQuantile } from "./cauchyFormulas.js";
import { EULER } from "./euler.js";

export interface HorseshoeParameters {
  readonly scale: NumericInput;
}

export interface Horseshoe extends Reparameterized<Tensor, readonly []>, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "horseshoe";
  readonly scale: Tensor;
}

const constraints = { scale: positive };
const LOG_CONSTANT = -0.5 * Math.log(2 * Math.PI ** 3);
// −E log p at scale 1, mpmath.
const STANDARD_ENTROPY = 2.109871836061648;

/**
 * Horseshoe distribution over the real line: n λ scale, n standard normal, λ half-Cauchy. It has no mean and no variance.
 *
 *   p(x) = exp(y) E₁(y) / (scale √(2π³)),   y = z²/2,   z = x / scale, E₁ the exponential integral
 *   entropy = 2.10987 + log scale, in nats
 *
 * The density is infinite at 0 and falls off as 1/x². The distribution function is a power series for |z| < 1, and beyond
 * a quadrature: P(|Z| > z) = (√8 / π) ∫ erfc(u) z / (z² + 2u²) du, u from 0 to ∞. Quantiles are its inverse by safeguarded
 * Newton steps, to 1e-5.
 *
 * `rsample(key, s)` is `scale * normalDraws(normalKey, shape) * |tan(π (u − ½))|` with [normalKey, cauchyKey] =
 * `splitKey(key, 2)`, u = `uniformDraws(cauchyKey, shape)` + 2⁻²⁴, shape = [...s, ...batchShape].
 *
 * @param parameters.scale - In the units of `x`; positive. Its shape is the batch shape; events are scalars.
 * @throws If `scale` is missing or holds no numbers.
 *
 * Reference: Carvalho, Polson and Scott (2010), "The horseshoe estimator for sparse signals", Theorem 1.
 */
export function horseshoe(parameters: HorseshoeParameters): Horseshoe {
  return makeFamily({ family: "horseshoe", constraints, parameters, support: real }, ({ scale }) => {
    /** One function of C = P(|X| < |x|) for |x| < scale, and one of log P(|X| > |x|) beyond, each by the sign of x. */
    const bySide = (x: Tensor, centre: (c: Tensor) => Tensor, lower: (logT: Tensor) => Tensor, upper: (logT: Tensor) => Tensor): Tensor => {
      const { near, central, logTail } = magnitude(logScore(x, scale));
      const negative = isLess(x, 0);
      const c = select(isEqual(x, 0), 0, central);
      return select(near, centre(select(negative, tf.neg(c), c)), select(negative, lower(logTail), upper(logTail)));
    };
    const half = (logT: Tensor): Tensor => tf.mul(0.5, tf.exp(logT));
    return {
      logProb: (x) => tf.add(tf.sub(logShape(x, scale), tf.log(scale)), LOG_CONSTANT),
      rsample: (key, shape) => {
        const [normalKey, cauchyKey] = splitKey(key, 2) as [RandomKey, RandomKey];
        const local = tf.abs(cauchyQuantile(openUniformDraws(cauchyKey, shape)));
        return finite(tf.mul(scale, tf.mul(local, normalDraws(normalKey, shape))));
      },
      mode: () => tf.scalar(0),
      entropy: () => tf.add(tf.log(scale), STANDARD_ENTROPY),
      cdf: (x) => bySide(x, (c) => tf.add(0.5, tf.mul(0.5, c)), half, (logT) => tf.sub(1, half(logT))),
      logCdf: (x) => bySide(x, (c) => tf.sub(log1p(c), Math.LN2), (logT) => tf.sub(logT, Math.LN2), (logT) => log1p(tf.neg(half(logT)))),
      quantile: (p) => {
        // |Z|, whose density is twice that of Z, at |2p − 1|.
        const one = tf.scalar(1);
        const standard = {
          logProb: (z: Tensor) => tf.add(logShape(z, one), LOG_CONSTANT + Math.LN2),
          logCdf: (z: Tensor) => {
            const { near, central, logTail } = magnitude(logScore(z, one));
            return select(near, tf.log(central), log1p(tf.neg(tf.exp(logTail))));
          },
        };
        const lower = isLess(p, 0.5);
        const tail = tf.mul(2, select(lower, p, tf.sub(1, p)));
        const z = numericalQuantile(tf.sub(1, tail), standard, { bracket: [0, LARGEST], ends: [0, Infinity], start: one, rest: tail });
        return tf.mul(scale, select(lower, tf.neg(z), z));
      },
    };
  });
}

/** log |x / scale|; at x = 0 any number below 0. */
const logScore = (x: Tensor, scale: Tensor): Tensor => logRatio(select(isEqual(x, 0), tf.mul(0.5, scale), tf.abs(x)), scale);

// P(|Z| < z) = 2K z Σ aₖ z²ᵏ (cₖ − 2 log z), aₖ = 1 / (2ᵏ k! (2k + 1)), cₖ = Hₖ − γ + log 2 + 2/(2k + 1), term by term
// from eʸ E₁(y) = Σ yᵏ/k! (Hₖ − γ − log y).
const SERIES = /* @__PURE__ */ (() => {
  let [size, harmonic] = [2 * Math.exp(LOG_CONSTANT), Math.LN2 - EULER];
  return Array.from({ length: 8 }, (_, k) => {
    if (k > 0) [size, harmonic] = [size / (2 * k), harmonic + 1 / k];
    return [size / (2 * k + 1), harmonic + 2 / (2 * k + 1)] as const;
  });
})();
const RULE = /* @__PURE__ */ gaussLegendre(16, 0, 4.2);

/** Of log z: whether z < 1; P(|Z| < z) there, and log P(|Z| > z) elsewhere. */
function magnitude(logs: Tensor): { near: Tensor; central: Tensor; logTail: Tensor } {
  const near = isLess(logs, 0);
  const inner = select(near, logs, 0);
  const z = tf.exp(inner);
  const square = tf.mul(z, z);
  const twice = tf.mul(2, inner);
  const sum = SERIES.reduceRight<Tensor>((rest, [a, c]) => tf.add(tf.mul(a, tf.sub(c, twice)), tf.mul(square, rest)), tf.zerosLike(z));
  const outer = select(near, 0, logs);
  const u = tf.tensor1d([...RULE.nodes]);
  const weights = tf.mul(erfc(u), tf.tensor1d(RULE.weights.map((w) => (w * Math.sqrt(8)) / Math.PI)));
  const falls = tf.exp(tf.mul(-2, tf.expandDims(outer, -1)));
  const integral = tf.sum(tf.div(weights, tf.add(1, tf.mul(falls, tf.mul(2, tf.square(u))))), -1);
  return { near, central: tf.mul(z, sum), logTail: tf.sub(tf.log(integral), outer) };
}

/** log(exp(y) E₁(y)), y = z²/2: log(−log y − γ) where the square would underflow, −log y where it would overflow. */
function logShape(x: Tensor, scale: Tensor): Tensor {
  const zero = isEqual(x, 0);
  const logs = logRatio(select(zero, scale, tf.abs(x)), scale);
  const middle = isBetween(logs, -23, 23);
  const inner = tf.exp(tf.sub(tf.mul(2, select(middle, logs, 0)), Math.LN2));
  const near = tf.log(tf.sub(Math.LN2 - EULER, tf.mul(2, select(isGreater(logs, -23), -23, logs))));
  const outer = select(isGreater(logs, 0), tf.sub(Math.LN2, tf.mul(2, logs)), near);
  return select(zero, Infinity, select(middle, logScaledExponentialIntegral(inner), outer));
}
