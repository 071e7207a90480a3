import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, exponential, fused, inverseLogNormalCdf, isEqual, isGreaterEqual, isLess, log1p, logAddExp, logNormalCdf, select, sumToShape } from "@variate/math";
import { integral, intervalOf, logIntegral, rightOf, type Interval } from "./truncatedNormalIntegrals.js";

export interface Bounds {
  readonly loc: Tensor;
  readonly scale: Tensor;
  readonly low: Tensor;
  readonly high: Tensor;
}

/**
 * A truncated normal seen from the point of its interval where the density is largest: reflected where the interval lies
 * to the left of loc, so that what is called near is the bound with the larger density, and s ≥ 0 the distance from it in
 * standard deviations. Call it inside `tidy`.
 */
export function truncationOf({ loc, scale, low, high }: Bounds) {
  // What is more than 1e35 standard deviations away has no density; its quotient might overflow.
  const furthest = tf.mul(1e35, scale);
  const inScales = (distance: Tensor): Tensor => tf.div(tf.minimum(tf.maximum(distance, tf.neg(furthest)), furthest), scale);
  const standard = (x: Tensor): Tensor => inScales(tf.sub(x, loc));
  const [alpha, beta] = [standard(low), standard(high)];
  const flipped = isLess(tf.add(alpha, beta), 0);
  const sign = select(flipped, -1, tf.onesLike(alpha));
  const interval = rightOf(select(flipped, tf.neg(beta), alpha), inScales(tf.sub(high, low)));
  const { start, length, r } = interval;
  const total = integral(interval);
  const logTotal = logIntegral(interval);
  const tail = isGreaterEqual(start, 0);
  /** Distances from the near and the far bound. */
  const distances = (x: Tensor): { near: Tensor; far: Tensor } => {
    const [below, above] = [inScales(tf.sub(x, low)), inScales(tf.sub(high, x))];
    return { near: select(flipped, above, below), far: select(flipped, below, above) };
  };
  /** The logarithm of the density of s at t = z − r from the largest. */
  const logHeight = (t: Tensor): Tensor => tf.neg(tf.add(tf.mul(t, tf.add(r, tf.mul(0.5, t))), logTotal));
  const offset = (s: Tensor): Tensor => select(tail, s, tf.add(start, s));
  /** log of the share of the mass within `near` of the near bound, or beyond, within `far` of the other. */
  const logShare = (within: Tensor, { near, far }: { near: Tensor; far: Tensor }): Tensor => {
    const part = intervalOf(select(within, start, tf.add(start, near)), select(within, near, far));
    // (r² − r²)/2 of the whole and the part, where the two are large from their exact difference.
    const shift = select(tail, select(within, 0, near), part.r);
    return tf.sub(tf.sub(logIntegral(part), logTotal), tf.mul(shift, tf.add(r, tf.mul(0.5, shift))));
  };
  /** The mass on one side of x, the smaller of the two or nearly so, and whether that is the one below. */
  const nearerMass = (x: Tensor): { mass: Tensor; below: Tensor } => {
    const at = distances(x);
    const within = isLess(logShare(isGreaterEqual(at.near, 0), at), -Math.LN2);
    return { mass: exponential(logShare(within, at)), below: tf.logicalXor(within, flipped) };
  };

  const meanOffset = (): Tensor => tf.div(integral(interval, (t) => t), total);
  const offsetOf = (x: Tensor): Tensor => select(tail, distances(x).near, tf.mul(sign, standard(x)));
  return {
    interval, sign, total, meanOffset,
    logDensity: (x: Tensor): Tensor => tf.sub(logHeight(offsetOf(x)), tf.log(scale)),
    /** Its derivatives, without differences of large numbers far out. */
    slopes: (x: Tensor) => {
      const t = offsetOf(x);
      const excess = tf.sub(t, meanOffset());
      const squares = tf.sub(tf.square(t), tf.div(integral(interval, tf.square), total));
      const over = (v: Tensor): Tensor => tf.div(v, scale);
      const [near, far] = [tf.zerosLike(length), length].map((s) => over(exponential(logHeight(offset(s))))) as [Tensor, Tensor];
      return {
        x: over(tf.neg(tf.mul(sign, tf.add(r, t)))),
        loc: over(tf.mul(sign, excess)),
        scale: over(tf.add(tf.mul(tf.mul(2, r), excess), squares)),
        low: select(flipped, far, near),
        high: tf.neg(select(flipped, near, far)),
      };
    },
    /** That point, in the units of x. */
    nearest: (): Tensor => select(tail, select(flipped, high, low), loc),
    massBelow: (x: Tensor): Tensor => {
      const { mass, below } = nearerMass(x);
      return select(below, mass, tf.sub(1, mass));
    },
    logMassBelow: (x: Tensor): Tensor => logShare(tf.logicalNot(flipped), distances(x)),
    nearerMass,
    quantile: (p: Tensor): Tensor => {
      const q = select(flipped, tf.sub(1, p), p);
      const rest = select(flipped, p, tf.sub(1, p));
      const within = isLess(q, 0.5);
      let s = tf.minimum(tf.maximum(startingPoint(interval, q, rest), 1e-37), length);
      // Two steps of Halley's rule, with f″/f′ = −z of the distribution function f.
      for (let step = 0; step < 2; step++) {
        const mass = tf.exp(logShare(within, { near: s, far: tf.sub(length, s) }));
        const miss = select(within, tf.sub(mass, q), tf.sub(rest, mass));
        const e = tf.div(miss, tf.exp(logHeight(offset(s))));
        const moved = tf.sub(s, tf.div(e, tf.maximum(tf.add(1, tf.mul(0.5, tf.mul(e, tf.add(start, s)))), 0.25)));
        s = tf.minimum(tf.maximum(moved, tf.mul(0.125, s)), length);
      }
      const away = tf.mul(scale, s);
      return select(flipped, tf.sub(high, away), tf.add(low, away));
    },
  };
}

/** log density of x between the bounds. */
export function truncatedLogDensity(value: Tensor, bounds: Bounds): Tensor {
  const { loc, scale, low, high } = bounds;
  return fused("variate.truncatedNormalLogProb", { x: value, loc, scale, low, high }, ({ x, ...own }) => truncationOf(own).logDensity(x), {
    gradient: (dy, inputs) => {
      const slopes = truncationOf(inputs).slopes(inputs.x);
      // A density that overflows must not reach what does not ask for it.
      const unused = isEqual(dy, 0);
      const names = Object.keys(slopes) as (keyof typeof slopes)[];
      return Object.fromEntries(
        names.map((name) => [name, () => sumToShape(select(unused, 0, tf.mul(dy, slopes[name])), inputs[name].shape)]),
      );
    },
  });
}

/**
 * About the s below which the share q of the mass lies: from start 5 on that of an exponential distribution of
 * v = s (start + s/2), before from the tails of the normal distribution.
 */
function startingPoint({ start, length }: Interval, q: Tensor, rest: Tensor): Tensor {
  const far = tf.maximum(start, 5);
  const depth = tf.mul(length, tf.add(far, tf.mul(0.5, length)));
  const shallow = log1p(tf.mul(tf.minimum(q, 0.5), expm1(tf.neg(depth))));
  const v = tf.neg(select(isLess(q, 0.5), shallow, logAddExp(tf.log(rest), tf.sub(tf.log(q), depth))));
  const bounded = tf.minimum(far, 1e15);
  const exponentialPoint = tf.div(tf.mul(2, v), tf.add(far, tf.maximum(far, tf.sqrt(tf.add(tf.square(bounded), tf.mul(2, v))))));
  const near = tf.minimum(start, 5);
  const end = tf.minimum(tf.add(near, length), 1e15);
  const from = tf.maximum(near, -1e15);
  const mixed = (first: Tensor, last: Tensor): Tensor =>
    logAddExp(tf.add(tf.log(rest), logNormalCdf(first)), tf.add(tf.log(q), logNormalCdf(last)));
  const below = mixed(from, end);
  const left = isLess(below, -Math.LN2);
  const z = select(left, inverseLogNormalCdf(select(left, below, -1)), tf.neg(inverseLogNormalCdf(select(left, -1, mixed(tf.neg(from), tf.neg(end))))));
  return select(isLess(start, 5), tf.sub(z, near), exponentialPoint);
}
