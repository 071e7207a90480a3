import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isGreaterEqual, isLess, select, stopGradient, withoutGradient, type NumericInput } from "@variate/math";
import { uniformDraws } from "@variate/random";
import { greaterThan, interval, positive, real } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { integral } from "./truncatedNormalIntegrals.js";
import { truncatedLogDensity, truncationOf, type Bounds } from "./truncation.js";

export interface TruncatedNormalParameters {
  readonly loc: NumericInput;
  readonly scale: NumericInput;
  readonly low: NumericInput;
  readonly high: NumericInput;
}

export interface TruncatedNormal
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "truncatedNormal";
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly low: Tensor;
  readonly high: Tensor;
}

const constraints = { loc: real, scale: positive, low: real, high: real };

/**
 * Normal distribution cut to the interval [low, high].
 *
 *   log p(x) = −z²/2 − log scale − log ∫ exp(−t²/2) dt,   z = (x − loc) / scale, t from low to high on the same scale
 *
 * Densities, moments, entropies (nats) and the cdf come from integrals relative to the density at the point of the interval
 * next to `loc`, so intervals far out in a tail or so narrow that the density is flat keep all digits; loc is the location
 * before cutting, not the mean. For a half-line give a bound far away, such as 1e30; beyond 1e35 scales from loc a bound
 * counts as at that distance.
 *
 * `rsample(key, s)` is `quantile(max(uniformDraws(key, [...s, ...batchShape]), 2⁻²⁴))`, with gradient −(∂F/∂θ)/p.
 *
 * @param parameters.loc - Location of the whole normal distribution, in the units of `x`; inside the interval or not.
 * @param parameters.scale - Its standard deviation, same units; positive.
 * @param parameters.low - Lower bound, finite.
 * @param parameters.high - Upper bound, finite and above it. All four broadcast to the batch shape; events are scalars.
 * @throws If the parameters do not broadcast together.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), §13.10.1.
 */
export function truncatedNormal(parameters: TruncatedNormalParameters): TruncatedNormal {
  const parameterConstraints = ({ low }: Bounds) => ({ ...constraints, high: greaterThan(low) });
  const support = ({ low, high }: Bounds) => interval(low, high);
  return makeFamily({ family: "truncatedNormal", constraints, parameters, parameterConstraints, support }, (own) => {
    const { loc, scale, low, high } = own;
    /** `inside` where x lies between the bounds, and alone is evaluated; constants elsewhere. */
    const between = (x: Tensor, below: number, inside: (x: Tensor) => Tensor, above: number): Tensor => {
      const isInside = tf.logicalAnd(isGreater(x, low), isLess(x, high));
      const safe = tf.add(tf.mul(0.5, low), tf.mul(0.5, high));
      return select(isInside, inside(select(isInside, x, safe)), select(isGreater(x, low), above, tf.fill(x.shape, below)));
    };
    const quantile = (p: Tensor): Tensor => {
      const inner = truncationOf(own).quantile(tf.minimum(tf.maximum(p, 1e-30), 1 - 2 ** -24));
      const bounded = tf.minimum(tf.maximum(inner, low), high);
      return select(isGreater(p, 0), select(isLess(p, 1), bounded, high), low);
    };
    return {
      logProb: (x) => {
        const isInside = tf.logicalAnd(isGreaterEqual(x, low), isGreaterEqual(high, x));
        return select(isInside, truncatedLogDensity(select(isInside, x, low), own), -Infinity);
      },
      rsample: (key, shape) => {
        const x = withoutGradient(() => quantile(tf.maximum(uniformDraws(key, shape), 2 ** -24)));
        // Adds 0 to the value, and −(∂F/∂θ)/p to the gradient.
        const inside = tf.logicalAnd(isGreater(x, low), isGreater(high, x));
        const safe = select(inside, x, tf.add(tf.mul(0.5, low), tf.mul(0.5, high)));
        const { logDensity, nearerMass } = truncationOf(own);
        const { below, mass } = nearerMass(safe);
        const density = withoutGradient(() => tf.mul(select(below, 1, tf.fill(below.shape, -1)), tf.exp(logDensity(safe))));
        const moved = tf.div(tf.sub(mass, stopGradient(mass)), density);
        return tf.sub(x, select(inside, moved, 0));
      },
      mean: () => {
        const { nearest, sign, meanOffset } = truncationOf(own);
        return tf.add(nearest(), tf.mul(sign, tf.mul(scale, meanOffset())));
      },
      variance: () => {
        const { interval: cut, meanOffset, total } = truncationOf(own);
        const centre = tf.expandDims(meanOffset(), -1);
        return tf.mul(scale, tf.mul(scale, tf.div(integral(cut, (t) => tf.square(tf.sub(t, centre))), total)));
      },
      mode: () => tf.minimum(tf.maximum(loc, low), high),
      entropy: () => {
        const { interval: cut, total } = truncationOf(own);
        const r = tf.expandDims(cut.r, -1);
        const surprise = tf.div(integral(cut, (t) => tf.mul(t, tf.add(r, tf.mul(0.5, t)))), total);
        return tf.add(tf.add(tf.log(scale), tf.log(total)), surprise);
      },
      cdf: (x) => between(x, 0, (v) => truncationOf(own).massBelow(v), 1),
      logCdf: (x) => between(x, -Infinity, (v) => truncationOf(own).logMassBelow(v), 0),
      quantile,
    };
  });
}
