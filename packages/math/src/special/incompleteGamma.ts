import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwiseTuple } from "../elementwise.js";
import { select } from "../masks.js";
import { continued, POSITIVE } from "./ends.js";
import { logGammaDrawDerivative } from "./gammaDrawDerivative.js";
import { gammaHazard, gammaKernel, gammaProbability, insideSupport, limits, type Tail } from "./gammaSide.js";

/**
 * Regularized lower incomplete gamma function, elementwise, for a > 0 and x ≥ 0; broadcasts:
 *
 *   P(a, x) = 1/Γ(a) ∫₀ˣ y^(a−1) e⁻ʸ dy,
 *
 * the distribution function of Gamma(a, rate 1). Error below 1e-6; relative to P, that of its logarithm.
 *
 * @param error - What rounding took from x, for a so large that float32 numbers near it are far apart; no gradient.
 *
 * Gradient: the density p in x and −p `gammaDrawDerivative`(a, x) in a; second order too.
 *
 * Reference: Abramowitz and Stegun, 6.5.1. Computed by quadrature, see `integrateGammaSide`.
 */
export function regularizedGammaP(a: NumericInput, x: NumericInput, error: NumericInput = 0): tf.Tensor {
  return probability("variate.regularizedGammaP", a, x, error, "below");
}

/**
 * Regularized upper incomplete gamma function Q(a, x) = 1 − P(a, x), elementwise, for a > 0 and x ≥ 0; broadcasts.
 *
 * Error below 1e-6; relative to Q, that of its logarithm.
 *
 * Gradient: minus that of P; second order too.
 */
export function regularizedGammaQ(a: NumericInput, x: NumericInput, error: NumericInput = 0): tf.Tensor {
  return probability("variate.regularizedGammaQ", a, x, error, "above");
}

/**
 * log P(a, x), elementwise, for a > 0 and x ≥ 0; broadcasts. Does not underflow; −Infinity at x = 0.
 *
 * Error below 1e-6 · max(1, |value|). Gradient: that of P over P, which does not underflow either; second order too.
 */
export function logRegularizedGammaP(a: NumericInput, x: NumericInput, error: NumericInput = 0): tf.Tensor {
  return probability("variate.logRegularizedGammaP", a, x, error, "below", true);
}

/**
 * log Q(a, x), elementwise, for a > 0 and x ≥ 0; broadcasts. Does not underflow; −Infinity at x = ∞.
 *
 * Error below 3e-6 · max(1, |value|). Gradient: that of Q over Q, which does not underflow either; second order too.
 */
export function logRegularizedGammaQ(a: NumericInput, x: NumericInput, error: NumericInput = 0): tf.Tensor {
  return probability("variate.logRegularizedGammaQ", a, x, error, "above", true);
}

function probability(
  name: `variate.${string}`,
  a: NumericInput,
  x: NumericInput,
  error: NumericInput,
  tail: Tail,
  inLogs = false,
): tf.Tensor {
  return elementwiseTuple(
    name,
    ["a", "x", "error"] as const,
    [a, x, error],
    (c, v, e) => continued(gammaProbability(c, insideSupport(v).positive, e, tail, inLogs), v, POSITIVE, limits(tail, inLogs)),
    (c, v, e) => [...slopes(c, v, e, tail, inLogs), tf.zerosLike(e)],
  );
}

/** ∂/∂a = −w d log x/da and ∂/∂x = w/x, w the kernel or its ratio to the probability; 0 at the ends, negated for Q. */
function slopes(a: tf.Tensor, x: tf.Tensor, error: tf.Tensor, tail: Tail, inLogs: boolean): [tf.Tensor, tf.Tensor] {
  const { inside, positive } = insideSupport(x);
  const weight = inLogs ? gammaHazard(a, positive, error, tail) : gammaKernel(a, positive, error);
  const w = tf.mul(tail === "below" ? 1 : -1, weight);
  const ofA = tf.neg(tf.mul(w, logGammaDrawDerivative(a, tf.log(positive))));
  return [select(inside, ofA, 0), select(inside, tf.div(w, positive), 0)];
}
