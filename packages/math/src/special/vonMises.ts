import * as tf from "../tf.js";
import { toFloatTensor, type NumericInput } from "../convert.js";
import { elementwisePair } from "../elementwise.js";
import { isLess, isLessEqual, select } from "../masks.js";
import { broadcastShapes } from "../shape.js";
import { tidy } from "../tidy.js";
import { exponential } from "./exponential.js";
import { log1p } from "./log1p.js";
import { logScaledBesselI, logScaledBesselISlope } from "./logBesselI.js";
import { integrateVonMisesSide } from "./vonMisesSide.js";

const LOG_2PI = Math.log(2 * Math.PI);

/**
 * Distribution function of the von Mises distribution with mean direction 0, elementwise; broadcasts:
 *
 *   F(x) = ∫ from −π to x of exp(κ cos t) / (2π I₀(κ)) dt
 *
 * 0 below −π and 1 above π; shift an angle by its mean direction and wrap it before. For any concentration κ ≥ 0:
 * uniform at 0, Φ(x √κ) in the limit. Error below 4e-7; relative to F in the lower tail, that of its logarithm. The
 * upper tail is F(−x).
 *
 * @param x - Angle in [−π, π], in radians.
 *
 * Gradient: the density p in x and −p `vonMisesDrawDerivative`(x, κ) in κ; second order too.
 *
 * Reference: Mardia and Jupp (2000), §3.5.4. Computed by quadrature, see `integrateVonMisesSide`.
 */
export function vonMisesCdf(x: NumericInput, concentration: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.vonMisesCdf",
    x,
    concentration,
    (v, k) => {
      const { negative, angle, kappa } = arrange(v, k);
      const tail = tf.mul(tf.exp(logDensity(angle, kappa)), tailMass(angle, kappa));
      return select(negative, tail, tf.sub(1, tail));
    },
    (v, k) => slopes(v, k, density(v, k)),
  );
}

/**
 * Logarithm of `vonMisesCdf`, elementwise; broadcasts. Does not underflow; −Infinity from −π down, 0 from π up.
 *
 * Error below 1e-6 · max(1, |value|). The upper tail is log F(−x).
 *
 * Gradient: that of F over F, which does not underflow either; second order too.
 */
export function logVonMisesCdf(x: NumericInput, concentration: NumericInput): tf.Tensor {
  return elementwisePair(
    "variate.logVonMisesCdf",
    x,
    concentration,
    (v, k) => {
      const { negative, angle, kappa } = arrange(v, k);
      const log = logDensity(angle, kappa);
      const mass = tailMass(angle, kappa);
      return select(negative, tf.add(log, tf.log(mass)), log1p(tf.neg(tf.mul(tf.exp(log), mass))));
    },
    (v, k) => {
      const { negative, angle, kappa } = arrange(v, k);
      const below = tf.div(1, tailMass(select(negative, angle, 0), kappa));
      const above = tf.div(density(v, k), vonMisesCdf(select(negative, 0, v), k));
      return slopes(v, k, select(negative, below, above));
    },
  );
}

/**
 * How a von Mises draw x with mean direction 0 moves with its concentration κ, its rank held fixed:
 *
 *   dx/dκ = −(∂F/∂κ) / p(x),   F and p the distribution function and density at x
 *
 * The implicit reparameterization gradient. Odd in x, of the sign of −x; −sin x at κ = 0, −x/(2κ) for large κ. Relative
 * error below 4e-6 for concentrations from 0 to 1e30. Runs on the device, reads nothing back.
 *
 * @param x - The draw, in [−π, π]: less its mean direction, and wrapped. Broadcasts with `concentration`.
 *
 * Gradient: plain operations, so it can be differentiated again; it is treated as a function of its two arguments.
 *
 * Reference: Figurnov, Mohamed and Mnih (2018), "Implicit reparameterization gradients", §3.
 */
export function vonMisesDrawDerivative(x: NumericInput, concentration: NumericInput): tf.Tensor {
  return tidy(() => {
    const [v, k] = [toFloatTensor(x), toFloatTensor(concentration)];
    broadcastShapes("vonMisesDrawDerivative", { x: v.shape, concentration: k.shape });
    const { negative, angle, kappa } = arrange(v, k);
    // ∫ (cos t − A) p(t) dt over [0, π] is 0, so it may be taken over either side of the angle: over the one on which
    // cos t − A keeps its sign. 1 − A, not 1 less it.
    const complement = tf.neg(logScaledBesselISlope(tf.scalar(0), kappa));
    const versine = (t: tf.Tensor): tf.Tensor => tf.mul(2, tf.square(tf.sin(tf.mul(0.5, t))));
    const inner = isLess(versine(angle), complement);
    const sign = tf.expandDims(select(inner, 1, -1), -1);
    const column = tf.expandDims(complement, -1);
    const contraction = integrateVonMisesSide(angle, kappa, inner, (t) => tf.mul(sign, tf.sub(column, versine(t))));
    return tf.mul(select(negative, 1, -1), contraction);
  });
}

interface Arranged {
  readonly negative: tf.Tensor;
  /** |x|, with a gradient at 0, no larger than π. */
  readonly angle: tf.Tensor;
  readonly kappa: tf.Tensor;
}

function arrange(x: tf.Tensor, concentration: tf.Tensor): Arranged {
  const shape = broadcastShapes("vonMises", { x: x.shape, concentration: concentration.shape });
  const full = tf.broadcastTo(x, shape);
  const negative = isLess(full, 0);
  const absolute = select(negative, tf.neg(full), full);
  const angle = select(isLess(LARGEST_ANGLE, absolute), LARGEST_ANGLE, absolute);
  return { negative, angle, kappa: tf.broadcastTo(concentration, shape) };
}

const LARGEST_ANGLE = Math.fround(Math.PI);

/** log p(a) = −2κ sin²(a/2) − log(e^{−κ} I₀(κ)) − log 2π. */
function logDensity(angle: tf.Tensor, kappa: tf.Tensor): tf.Tensor {
  const sine = tf.sin(tf.mul(0.5, angle));
  const exponent = tf.mul(tf.mul(tf.mul(-2, kappa), sine), sine);
  return tf.sub(exponent, tf.add(logScaledBesselI(0, kappa), LOG_2PI));
}

/** p(x), 0 outside [−π, π]. */
function density(x: tf.Tensor, concentration: tf.Tensor): tf.Tensor {
  const { angle, kappa } = arrange(x, concentration);
  return select(isLessEqual(tf.abs(x), LARGEST_ANGLE), exponential(logDensity(angle, kappa)), 0);
}

/** ∫ p(t) / p(a) dt from a to π. */
function tailMass(angle: tf.Tensor, kappa: tf.Tensor): tf.Tensor {
  return integrateVonMisesSide(angle, kappa, isLess(angle, -1));
}

/** Gradients in x and κ of a function of F, `weight` its derivative in F times p. */
function slopes(x: tf.Tensor, concentration: tf.Tensor, weight: tf.Tensor): [tf.Tensor, tf.Tensor] {
  return [weight, tf.neg(tf.mul(weight, vonMisesDrawDerivative(x, concentration)))];
}
