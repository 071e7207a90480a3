import * as tf from "../tf.js";
import { unitLegendre } from "../gaussLegendre.js";
import { withoutGradient } from "../gradientControl.js";
import { isLess, select } from "../masks.js";
import { polynomial } from "../polynomial.js";
import { safeWhere } from "../safeWhere.js";
import { log1p } from "./log1p.js";
import { quadratureSums } from "./quadratureSums.js";
import { digammaRemainder } from "./stirlingRemainder.js";

/**
 * Integrals over one side of a gamma density p with concentration a, relative to the density at x, in the logarithm
 * t = log(y / x) of the variable:
 *
 *   I = ∫ y p(y) / (x p(x)) dt,   S = ∫ y p(y) / (x p(x)) |log y − ψ(a)| dt,
 *   y p(y) / (x p(x)) = exp((a − x) t − x (eᵗ − 1 − t))
 *
 * over t < 0 where log x < ψ(a), the lower side, and over t > 0 elsewhere. On the side so chosen both integrands are
 * positive, smooth and fall off from t = 0: Gauss and Legendre's rule with 16 nodes, ending where e⁻¹⁸ is left, has a
 * relative error of 2e-7. Below a = 1 the lower side, on which exp(a t) would hardly fall, is taken for a + 1.
 */
export interface GammaSide {
  /** Boolean: whether the integrals are over the lower side. */
  readonly lower: tf.Tensor;
  /** I, for the concentration `a` or, on the lower side below 1, a + 1. */
  readonly mass: tf.Tensor;
  /** S, likewise. */
  readonly slope: tf.Tensor;
  /** ∫ of the first integrand times `factor`, if that is given. */
  readonly weighted: tf.Tensor | undefined;
  /** log x − ψ(a), for the same concentration. */
  readonly offset: tf.Tensor;
  /** Boolean: where a + 1 took the place of `a`. */
  readonly raised: tf.Tensor;
}

/** Exponent at which the integrals end. */
export const DEPTH = 18;

const RULE = unitLegendre(16);

/**
 * @param a - Concentration, positive.
 * @param x - Value, of the same shape, positive; 0 only with `logX`.
 * @param logX - Its logarithm.
 * @param gap - a − x, which the caller may know to more digits than x has.
 * @param factor - A function of |t|, and of columns of anything else.
 */
export function integrateGammaSide(
  a: tf.Tensor,
  x: tf.Tensor,
  logX: tf.Tensor,
  gap: tf.Tensor = tf.sub(a, x),
  factor?: (distance: tf.Tensor) => tf.Tensor,
): GammaSide {
  const belowOne = withoutGradient(() => tf.cast(tf.less(a, 1), "float32"));
  const atLeastOne = tf.add(a, belowOne);
  const highGap = tf.add(gap, belowOne);
  const highOffset = logMinusDigamma(atLeastOne, highGap, logX);
  const lower = isLess(highOffset, 0);
  const raised = withoutGradient(() => tf.logicalAnd(lower, tf.cast(belowOne, "bool")));
  const concentration = select(raised, atLeastOne, a);
  // ψ(a + 1) − ψ(a) = 1/a
  const offset = select(raised, highOffset, tf.add(highOffset, tf.div(belowOne, a)));

  const excess = select(raised, highGap, gap);
  const end = withoutGradient(() =>
    tf.tidy(() => select(lower, tf.neg(lowerEnd(excess, concentration)), upperEnd(excess, x))),
  );
  const wide = (v: tf.Tensor): tf.Tensor => tf.expandDims(v, -1);
  const sums = quadratureSums(a, RULE, (nodes, weights) => {
    const t = tf.mul(wide(end), nodes);
    const exponent = tf.sub(tf.mul(wide(excess), t), tf.mul(wide(x), expMinusLinear(t)));
    const part = tf.mul(weights, tf.exp(exponent));
    const slopes = tf.mul(part, tf.abs(tf.add(wide(offset), t)));
    return factor === undefined ? [part, slopes] : [part, slopes, tf.mul(part, factor(tf.abs(t)))];
  });
  const width = tf.abs(end);
  const [mass, slope, weighted] = sums.map((sum) => tf.mul(width, sum)) as [tf.Tensor, tf.Tensor, tf.Tensor?];
  return { lower, raised, offset, mass, slope, weighted };
}

/** log x − ψ(a), as log(x/a) + 1/(2a) − ρ(a), which does not cancel where x is close to a large a; `gap` is a − x. */
export function logMinusDigamma(a: tf.Tensor, gap: tf.Tensor, logX: tf.Tensor): tf.Tensor {
  const change = tf.neg(tf.div(gap, a));
  const near = isLess(tf.abs(change), 0.5);
  const ratio = safeWhere(near, change, log1p, tf.sub(logX, tf.log(a)), 0);
  return tf.add(ratio, tf.sub(tf.div(0.5, a), digammaRemainder(a)));
}

/**
 * Where (a − x) u + x (u − 1 + e⁻ᵘ) has grown to the depth, or somewhat beyond: u − 1 + e⁻ᵘ ≥ u²/(2 + u) makes it a
 * root of a u² + (2 (a − x) − depth) u − 2 depth.
 */
function lowerEnd(excess: tf.Tensor, a: tf.Tensor): tf.Tensor {
  const half = tf.sub(tf.mul(excess, 2), DEPTH);
  const root = hypotenuse(half, tf.sqrt(tf.mul(a, 8 * DEPTH)));
  // 4 depth / (half + root) is the same root without cancellation where `half` is positive.
  return tf.where(
    tf.greater(half, 0),
    tf.div(4 * DEPTH, tf.add(half, root)),
    tf.div(tf.sub(root, half), tf.mul(2, a)),
  );
}

/** The same for (x − a) u + x (eᵘ − 1 − u), from eᵘ − 1 − u ≥ u²/2 and from the last term alone. */
function upperEnd(excess: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const linear = tf.relu(tf.neg(excess));
  const quadratic = tf.div(2 * DEPTH, tf.add(linear, hypotenuse(linear, tf.sqrt(tf.mul(x, 2 * DEPTH)))));
  const ratio = tf.div(DEPTH, x);
  return tf.minimum(quadratic, log1p(tf.add(ratio, tf.sqrt(tf.mul(ratio, 2)))));
}

/** √(x² + y²) for y > 0, without overflow of the squares. */
export function hypotenuse(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const larger = tf.maximum(tf.abs(x), y);
  return tf.mul(larger, tf.sqrt(tf.add(tf.square(tf.div(x, larger)), tf.square(tf.div(y, larger)))));
}

/** eᵗ − 1 − t, relative error 5e-9 before rounding where |t| < 1. */
export function expMinusLinear(t: tf.Tensor): tf.Tensor {
  const near = tf.mul(tf.square(t), polynomial(t, EXP_TAIL));
  return select(isLess(tf.abs(t), 1), near, tf.sub(tf.sub(tf.exp(t), 1), t));
}

// (eᵗ − 1 − t)/t², |t| ≤ 1; scripts/coefficients.py.
const EXP_TAIL = [
  0.5, 0.16666667, 0.041666735, 0.008333339, 0.0013885397, 1.9838102e-4, 2.5358513e-5,
  2.8062803e-6,
];
