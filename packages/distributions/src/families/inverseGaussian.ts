import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  inverseMillsRatio,
  isGreater,
  isLess,
  log1p,
  logScaledExponentialIntegral,
  normalPdf,
  select,
  stopGradient,
  withoutGradient,
  exponential,
  type NumericInput,
} from "@variate/math";
import { normalDraws, splitKey, uniformDraws, type RandomKey } from "@variate/random";
import { positive } from "../constraints.js";
import { continued } from "../continued.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { LARGEST, SMALLEST_NORMAL } from "../float32.js";
import { numericalQuantile } from "../numericalQuantile.js";

export interface InverseGaussianParameters {
  readonly loc: NumericInput;
  readonly concentration: NumericInput;
}

export interface InverseGaussian
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "inverseGaussian";
  readonly loc: Tensor;
  readonly concentration: Tensor;
}

const constraints = { loc: positive, concentration: positive };
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Inverse Gaussian (Wald) distribution over the positive numbers: that of the time at which Brownian motion with drift
 * first reaches a level.
 *
 *   log p(x) = ½ log(λ / 2πx³) − a²/2,   a = √(λ/x) (x − μ)/μ,   μ = loc, λ = concentration
 *   F(x) = Φ(a) + exp(2λ/μ) Φ(−b),   b = √(λ/x) (x + μ)/μ
 *   mean = μ,   variance = μ³/λ,   entropy = ½ log(2πe μ³/λ) − (3/2) exp(r) E₁(r), in nats,   r = 2λ/μ
 *
 * The two terms of F are taken as multiples of φ(a), so that neither overflows. Quantiles are the inverse of F by safeguarded
 * Newton steps, to 1e-5.
 *
 * With [k₁, k₂] = splitKey(key, 2), w = μ z² / 2λ of z = `normalDraws(k₁, [...s, ...batchShape])` and
 * q = 1 + w + √(w (w + 2)), `rsample(key, s)` is μ/q where `uniformDraws(k₂, …)` ≤ q/(1 + q), and μ q elsewhere, held
 * between 2⁻¹²⁶ and 3.39e38. Gradients are implicit, −(∂F/∂θ)/p.
 *
 * @param parameters.loc - Mean μ, in the units of `x`; positive.
 * @param parameters.concentration - Shape λ, same units; positive. Both broadcast to the batch shape; events are scalars.
 * @throws If `loc` and `concentration` do not broadcast together.
 *
 * Reference: Michael, Schucany and Haas (1976); Johnson, Kotz and Balakrishnan (1994), ch. 15.
 */
export function inverseGaussian(parameters: InverseGaussianParameters): InverseGaussian {
  return makeFamily({ family: "inverseGaussian", constraints, parameters, support: positive }, ({ loc, concentration }) => {
    const deviations = (x: Tensor): { a: Tensor; b: Tensor } => {
      const root = tf.div(tf.sqrt(concentration), tf.sqrt(x));
      return { a: tf.mul(root, tf.div(tf.sub(x, loc), loc)), b: tf.mul(root, tf.add(tf.div(x, loc), 1)) };
    };
    const logDensity = (x: Tensor): Tensor => {
      const { a } = deviations(x);
      const roots = tf.mul(0.5, tf.sub(tf.log(concentration), tf.mul(3, tf.log(x))));
      return tf.sub(tf.sub(roots, HALF_LOG_TWO_PI), tf.mul(tf.mul(0.5, a), a));
    };
    /** The mass on the side of x away from the mean: 1/m(a) + 1/m(−b) below, 1/m(−a) − 1/m(−b) above, times φ(a). */
    const tail = (x: Tensor): { below: Tensor; logFactor: Tensor; a: Tensor; mass: Tensor } => {
      const { a, b } = deviations(x);
      const below = isLess(a, 0);
      const near = tf.div(1, inverseMillsRatio(select(below, a, tf.neg(a))));
      const other = tf.div(1, inverseMillsRatio(tf.neg(b)));
      const factor = tf.add(near, select(below, other, tf.neg(other)));
      return { below, a, logFactor: tf.log(select(below, factor, 1)), mass: tf.mul(normalPdf(a), factor) };
    };
    const logProb = (x: Tensor): Tensor => continued(x, -Infinity, logDensity, -Infinity, [0, Infinity]);
    const logCdf = (x: Tensor): Tensor =>
      continued(x, -Infinity, (v) => {
        const { below, a, logFactor, mass } = tail(v);
        const lower = tf.sub(tf.sub(logFactor, tf.mul(tf.mul(0.5, a), a)), HALF_LOG_TWO_PI);
        return select(below, lower, log1p(tf.neg(mass)));
      }, 0, [0, Infinity]);
    /** λ / (√(w² + 9/4) + 3/2) with w = λ/μ, which tends to μ. */
    const mode = (): Tensor => {
      const w = tf.div(concentration, loc);
      const small = isLess(w, 1e15);
      const inner = select(small, w, 1);
      return select(small, tf.div(concentration, tf.add(tf.sqrt(tf.add(tf.square(inner), 2.25)), 1.5)), loc);
    };
    return {
      logProb,
      rsample: (key, shape) => {
        const x = withoutGradient(() => drawn(key, shape, loc, concentration));
        // Adds 0 to the value, and −(∂F/∂θ)/p to the gradient.
        const { below, mass } = tail(x);
        const density = withoutGradient(() => tf.mul(select(below, 1, tf.fill(below.shape, -1)), tf.exp(logDensity(x))));
        const usable = isGreater(withoutGradient(() => tf.abs(density)), 0);
        return tf.sub(x, select(usable, tf.div(tf.sub(mass, stopGradient(mass)), select(usable, density, 1)), 0));
      },
      mean: () => loc,
      variance: () => tf.mul(tf.mul(loc, loc), tf.div(loc, concentration)),
      mode,
      entropy: () => {
        const integral = exponential(logScaledExponentialIntegral(tf.div(tf.mul(2, concentration), loc)));
        const logs = tf.mul(0.5, tf.sub(tf.mul(3, tf.log(loc)), tf.log(concentration)));
        return tf.sub(tf.add(logs, HALF_LOG_TWO_PI + 0.5), tf.mul(1.5, integral));
      },
      cdf: (x) =>
        continued(x, 0, (v) => {
          const { below, mass } = tail(v);
          return select(below, mass, tf.sub(1, mass));
        }, 1, [0, Infinity]),
      logCdf,
      quantile: (p) => numericalQuantile(p, { logProb, logCdf }, { bracket: [SMALLEST_NORMAL, LARGEST], ends: [0, Infinity], start: mode() }),
    };
  });
}

/** One root of a² = z² or the other, μ²/x, by its share. */
function drawn(key: RandomKey, shape: number[], loc: Tensor, concentration: Tensor): Tensor {
  const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
  const w = tf.mul(tf.mul(0.5, tf.div(loc, concentration)), tf.square(normalDraws(first, shape)));
  const q = tf.add(tf.add(1, w), tf.mul(tf.sqrt(w), tf.sqrt(tf.add(w, 2))));
  const lower = tf.lessEqual(uniformDraws(second, shape), tf.div(1, tf.add(1, tf.div(1, q))));
  return tf.minimum(tf.maximum(tf.where(lower, tf.div(loc, q), tf.mul(loc, q)), 2 ** -126), 3.39e38);
}
