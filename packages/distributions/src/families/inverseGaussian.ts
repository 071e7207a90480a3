import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  elementwisePair,
  elementwiseTuple,
  inverseMillsRatio,
  isBetween,
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
      return { a: tf.mul(root, relativeExcess(x, loc)), b: tf.mul(root, tf.add(tf.div(x, loc), 1)) };
    };
    const logDensity = (x: Tensor): Tensor => logDensityOf(x, loc, concentration);
    /** The mass on the side of x away from the mean: 1/m(a) + 1/m(−b) below, 1/m(−a) − 1/m(−b) above, times φ(a). */
    const tail = (x: Tensor): { below: Tensor; logFactor: Tensor; a: Tensor; mass: Tensor } => {
      // Of a = 30 the mass is 0 already; more would overflow.
      const inner = withoutGradient(() => isLess(deviations(x).a, 30));
      const { a, b } = deviations(select(inner, x, loc));
      const below = isLess(a, 0);
      const near = tf.div(1, inverseMillsRatio(select(below, a, tf.neg(a))));
      const other = tf.div(1, inverseMillsRatio(tf.neg(b)));
      const factor = tf.add(near, select(below, other, tf.neg(other)));
      return { below, a, logFactor: tf.log(select(below, factor, 1)), mass: select(inner, tf.mul(normalPdf(a), factor), 0) };
    };
    const logProb = (x: Tensor): Tensor => {
      const inside = tf.logicalAnd(isGreater(x, 0), isLess(x, Infinity));
      // Elsewhere the mean takes its place, at which no parameters overflow.
      return select(inside, logDensity(select(inside, x, loc)), -Infinity);
    };
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

/** (x − μ)/μ, whose gradient in μ is −x/μ² however small that is. */
const relativeExcess = (x: Tensor, loc: Tensor): Tensor =>
  elementwisePair("variate.relativeExcess", x, loc, (v, m) => tf.div(tf.sub(v, m), m), (v, m) => [tf.div(1, m), tf.neg(tf.div(tf.div(v, m), m))]);

/**
 * The log density. Its gradient is −3/(2x) − λ (x − μ)(x + μ)/(2 μ² x²), λ (x − μ)/μ³ and (1/λ − (x − μ)²/(μ² x))/2, of
 * factors that are infinite only where the product is.
 */
const logDensityOf = (x: Tensor, loc: Tensor, concentration: Tensor): Tensor =>
  elementwiseTuple("variate.inverseGaussianLogProb", ["x", "loc", "concentration"], [x, loc, concentration], (v, m, k) => {
    const a = tf.mul(tf.div(tf.sqrt(k), tf.sqrt(v)), tf.div(tf.sub(v, m), m));
    const roots = tf.mul(0.5, tf.sub(tf.log(k), tf.mul(3, tf.log(v))));
    return tf.sub(tf.sub(roots, HALF_LOG_TWO_PI), tf.mul(tf.mul(0.5, a), a));
  }, (v, m, k) => {
    const root = tf.sqrt(k);
    const rise = relativeExcess(v, m);
    const near = isLess(tf.abs(rise), 0.5);
    // √λ/μ and √λ/x in units of 2⁶⁴, where they do not overflow.
    const part = tf.mul(root, 2 ** -64);
    const [p, q] = [tf.div(part, m), tf.div(part, v)];
    const apart = select(near, tf.mul(rise, q), tf.sub(p, q));
    // A factor of 0 takes the product to 0, and so the other may not be infinite.
    const steep = tf.minimum(tf.div(root, m), LARGEST);
    const sum = tf.minimum(tf.mul(tf.add(p, q), 2 ** 64), LARGEST);
    const [width, distance] = [tf.div(1, root), tf.div(rise, tf.sqrt(v))];
    const factors = tf.mul(tf.sub(width, distance), tf.add(width, distance));
    const similar = isBetween(tf.abs(tf.mul(distance, root)), 0.5, 2);
    return [
      tf.mul(-0.5, tf.add(tf.div(3, v), tf.mul(tf.mul(apart, 2 ** 64), sum))),
      tf.mul(tf.mul(rise, steep), steep),
      tf.mul(0.5, select(similar, factors, tf.sub(tf.div(1, k), tf.square(distance)))),
    ];
  });

/** One root of a² = z² or the other, μ²/x, by its share. */
function drawn(key: RandomKey, shape: number[], loc: Tensor, concentration: Tensor): Tensor {
  const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
  const w = tf.mul(tf.mul(0.5, tf.div(loc, concentration)), tf.square(normalDraws(first, shape)));
  const q = tf.add(tf.add(1, w), tf.mul(tf.sqrt(w), tf.sqrt(tf.add(w, 2))));
  const lower = tf.lessEqual(uniformDraws(second, shape), tf.div(1, tf.add(1, tf.div(1, q))));
  return tf.minimum(tf.maximum(tf.where(lower, tf.div(loc, q), tf.mul(loc, q)), 2 ** -126), 3.39e38);
}
