import * as tf from "../tf.js";
import { unitLegendre } from "../gaussLegendre.js";
import { withoutGradient } from "../gradientControl.js";
import { isLess, select } from "../masks.js";
import type { BetaPosition } from "./betaPosition.js";
import { expm1 } from "./expm1.js";
import { expMinusLinear, hypotenuse } from "./gammaQuadrature.js";
import { atanhExcess } from "./poissonDeviance.js";
import { quadratureSums } from "./quadratureSums.js";

/**
 * One tail of a beta distribution in the log-odds z = log x − log y, y = 1 − x, turned so that it is the lower one:
 * where `upper` holds, a and b, x and y have changed places.
 */
export interface BetaSide {
  readonly upper: tf.Tensor;
  readonly a: tf.Tensor;
  readonly b: tf.Tensor;
  readonly x: tf.Tensor;
  readonly y: tf.Tensor;
  readonly logX: tf.Tensor;
  readonly logY: tf.Tensor;
  /** a y − b x. */
  readonly excess: tf.Tensor;
  /** Boolean: a < 1, where the density of 1 takes the place of that of a. */
  readonly raised: tf.Tensor;
}

/**
 * Integrals over u > 0 of the density f of the log-odds with concentrations (max(a, 1), b), relative to that at z:
 *
 *   ρ(u) = f(z − u) / f(z) = exp(−(max(a, 1) y − b x) u − (max(a, 1) + b) g(u)),
 *   g(u) = log(1 − x + x e⁻ᵘ) + x u ≥ 0
 *
 * With E = (x(z − u) / x)ᵃ − 1 for a < 1 and 0 elsewhere, λ = y u + g = log x − log x(z − u) and
 * μ = x u − g = log y(z − u) − log y:
 */
export interface BetaIntegrals {
  /** ∫ ρ */
  readonly mass: tf.Tensor;
  /** ∫ ρ E */
  readonly raisedMass: tf.Tensor;
  /** ∫ ρ (1 + E) λ */
  readonly slopeX: tf.Tensor;
  /** ∫ ρ μ */
  readonly slopeY: tf.Tensor;
  /** ∫ ρ E μ */
  readonly raisedSlopeY: tf.Tensor;
}

/** Exponent at which the integrals end. */
const DEPTH = 18;

const RULE = unitLegendre(20);

/**
 * The tail on which the density falls off from its end: below (or above) both modes, of the density itself and of the
 * one with 1 in the place of a smaller concentration.
 */
export function betaSide(a: tf.Tensor, b: tf.Tensor, { x, y, logX, logY, excess }: BetaPosition): BetaSide {
  const e = excess(a, b);
  // The slope of the density halfway between the two; from 1 on they are the same.
  const half = (c: tf.Tensor): tf.Tensor => tf.relu(tf.mul(0.5, tf.sub(1, c)));
  const upper = withoutGradient(() =>
    tf.tidy(() => tf.less(tf.add(e, tf.sub(tf.mul(half(a), y), tf.mul(half(b), x))), 0)),
  );
  const own = select(upper, b, a);
  return {
    upper,
    a: own,
    b: select(upper, a, b),
    x: select(upper, y, x),
    y: select(upper, x, y),
    logX: select(upper, logY, logX),
    logY: select(upper, logX, logY),
    excess: select(upper, tf.neg(e), e),
    raised: isLess(own, 1),
  };
}

/**
 * Gauss and Legendre's rule with 20 nodes: relative error 4e-7 for concentrations from 1e-30 to 1e30.
 *
 * @param slopes - Whether the last three integrals are wanted; they are not there otherwise.
 */
export function integrateBetaSide(side: BetaSide, slopes: boolean): BetaIntegrals {
  const { a, b, x, y, raised } = side;
  const excess = select(raised, tf.sub(y, tf.mul(b, x)), side.excess);
  const sum = tf.add(select(raised, 1, a), b);
  const power = select(raised, a, 0);
  const end = withoutGradient(() => tf.tidy(() => endOf(excess, sum, x, y)));

  const wide = (v: tf.Tensor): tf.Tensor => tf.expandDims(v, -1);
  const sums = quadratureSums(a, RULE, (nodes, weights) => {
    const u = tf.mul(wide(end), nodes);
    const g = curve(u, wide(x), wide(y));
    const exponent = tf.add(tf.mul(wide(excess), u), tf.mul(wide(sum), g));
    const part = tf.mul(weights, tf.exp(tf.neg(exponent)));
    const lambda = tf.add(tf.mul(wide(y), u), g);
    const partE = tf.mul(part, expm1(tf.neg(tf.mul(wide(power), lambda))));
    if (!slopes) return [part, partE];
    const mu = tf.sub(tf.mul(wide(x), u), g);
    return [part, partE, tf.mul(tf.add(part, partE), lambda), tf.mul(part, mu), tf.mul(partE, mu)];
  });
  type Five = [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const [mass, raisedMass, slopeX, slopeY, raisedSlopeY] = sums.map((total) => tf.mul(end, total)) as Five;
  return { mass, raisedMass, slopeX, slopeY, raisedSlopeY };
}

/**
 * g(u) to relative accuracy. With p the smaller of x and y, τ = −u where that is x and u where it is y, and
 * v = p (exp(τ) − 1), it is log(1 + v) − p τ = p (exp(τ) − 1 − τ) − (v − log(1 + v)).
 */
function curve(u: tf.Tensor, x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const low = isLess(x, y);
  const p = select(low, x, y);
  const t = select(low, tf.neg(u), u);
  const bend = expMinusLinear(t);
  const v = tf.mul(p, tf.add(bend, t));
  // v − log(1 + v) = v w − 2 (atanh w − w), w = v / (2 + v)
  const w = tf.div(v, tf.add(v, 2));
  const near = isLess(tf.abs(w), 0.4);
  const small = select(near, w, 0);
  const fromSeries = tf.add(tf.sub(tf.mul(p, bend), tf.mul(v, small)), tf.mul(2, atanhExcess(small)));
  return select(near, fromSeries, tf.sub(tf.log(tf.add(v, 1)), tf.mul(p, t)));
}

/**
 * Where the exponent h(u) = excess u + sum g(u) has grown to the depth. It is convex, so Newton's steps reach the
 * root from above; they start at the smaller of the roots of two bounds, from g ≥ x y u² / (2 + u) and, as long as
 * x > y and u < 2 (log x − log y), g ≥ x y u² / 2.
 */
function endOf(excess: tf.Tensor, sum: tf.Tensor, x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const slope = tf.relu(excess);
  const variance = tf.mul(tf.mul(sum, x), y);
  // (slope + variance) u² + (2 slope − depth) u − 2 depth = 0
  const total = tf.add(slope, variance);
  const half = tf.sub(tf.mul(slope, 2), DEPTH);
  const radical = hypotenuse(half, tf.sqrt(tf.mul(total, 8 * DEPTH)));
  const first = tf.where(
    tf.greater(half, 0),
    tf.div(4 * DEPTH, tf.add(half, radical)),
    tf.div(tf.sub(radical, half), tf.mul(2, total)),
  );
  const second = tf.div(2 * DEPTH, tf.add(slope, hypotenuse(slope, tf.sqrt(tf.mul(variance, 2 * DEPTH)))));
  let u: tf.Tensor = tf.where(tf.greater(x, y), tf.minimum(first, second), first);
  for (let step = 0; step < 3; step++) {
    const m = tf.neg(expm1(tf.neg(u)));
    const derivative = tf.add(slope, tf.div(tf.mul(variance, m), tf.sub(1, tf.mul(x, m))));
    const height = tf.add(tf.mul(slope, u), tf.mul(sum, curve(u, x, y)));
    u = tf.minimum(tf.sub(u, tf.div(tf.sub(height, DEPTH), derivative)), LONGEST);
  }
  return u;
}

/** The exponent grows at least as u does less a few units, so an end beyond this is a step that went too far. */
const LONGEST = 60;
