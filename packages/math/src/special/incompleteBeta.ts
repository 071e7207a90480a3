import * as tf from "../tf.js";
import type { NumericInput } from "../convert.js";
import { elementwiseTuple } from "../elementwise.js";
import { select } from "../masks.js";
import { betaDrawSlopes } from "./betaDrawDerivative.js";
import { betaPosition, endsOf, insideBetaSupport, type Scale } from "./betaPosition.js";
import { betaHazard, betaKernel, betaProbability, perUnit } from "./betaSide.js";
import { continued } from "./ends.js";
import { limits, type Tail } from "./gammaSide.js";

/**
 * Regularized incomplete beta function, elementwise, for a, b > 0 and 0 ≤ x ≤ 1; broadcasts:
 *
 *   I_x(a, b) = 1/B(a, b) ∫₀ˣ t^(a−1) (1 − t)^(b−1) dt,
 *
 * the distribution function of Beta(a, b). NaN outside [0, 1]. Error below 1e-6; relative to I, that of its logarithm.
 *
 * An x next to 1 that is known by its complement y goes into `regularizedBetaComplement`(b, a, y), one known by its
 * log-odds into `regularizedBetaOfLogit`.
 *
 * Gradient: the density p in x, −x (1 − x) p times `logitBetaDrawDerivative` in a and b, 0 at the ends; second order
 * too.
 *
 * Reference: Abramowitz and Stegun, 6.6.2. Computed by quadrature, see `integrateBetaSide`.
 */
export function regularizedBeta(a: NumericInput, b: NumericInput, x: NumericInput): tf.Tensor {
  return probability("regularizedBeta", a, b, x, "share", "below");
}

/**
 * 1 − I_x(a, b), elementwise, which is I_(1−x)(b, a) and keeps the digits of a small x; broadcasts.
 *
 * Error and gradient as of `regularizedBeta`.
 */
export function regularizedBetaComplement(a: NumericInput, b: NumericInput, x: NumericInput): tf.Tensor {
  return probability("regularizedBetaComplement", a, b, x, "share", "above");
}

/**
 * I_x(a, b) at x = 1 / (1 + exp(−logit)), elementwise: for an x that underflows or rounds to 1; broadcasts. The
 * complement is `regularizedBetaOfLogit`(b, a, −logit).
 *
 * Error as of `regularizedBeta`, and that of rounding the log-odds. Gradient: that of the log-odds; second order too.
 */
export function regularizedBetaOfLogit(a: NumericInput, b: NumericInput, logit: NumericInput): tf.Tensor {
  return probability("regularizedBetaOfLogit", a, b, logit, "odds", "below");
}

/**
 * log I_x(a, b), elementwise, for a, b > 0 and 0 ≤ x ≤ 1; broadcasts. Does not underflow; −Infinity at x = 0, NaN
 * outside [0, 1].
 *
 * Error below 2e-6 · max(1, |value|). Gradient: that of I over I, which does not underflow either; second order too.
 */
export function logRegularizedBeta(a: NumericInput, b: NumericInput, x: NumericInput): tf.Tensor {
  return probability("logRegularizedBeta", a, b, x, "share", "below", true);
}

/**
 * log(1 − I_x(a, b)), elementwise, which is log I_(1−x)(b, a) and keeps the digits of a small x; broadcasts.
 *
 * Error and gradient as of `logRegularizedBeta`; −Infinity at x = 1.
 */
export function logRegularizedBetaComplement(a: NumericInput, b: NumericInput, x: NumericInput): tf.Tensor {
  return probability("logRegularizedBetaComplement", a, b, x, "share", "above", true);
}

/**
 * log I_x(a, b) at x = 1 / (1 + exp(−logit)), elementwise: for an x that underflows or rounds to 1; broadcasts. The
 * complement's is `logRegularizedBetaOfLogit`(b, a, −logit).
 *
 * Error as of `logRegularizedBeta`, and that of rounding the log-odds. Gradient: that of the log-odds; second order too.
 */
export function logRegularizedBetaOfLogit(a: NumericInput, b: NumericInput, logit: NumericInput): tf.Tensor {
  return probability("logRegularizedBetaOfLogit", a, b, logit, "odds", "below", true);
}

function probability(
  name: string,
  a: NumericInput,
  b: NumericInput,
  value: NumericInput,
  scale: Scale,
  tail: Tail,
  inLogs = false,
): tf.Tensor {
  return elementwiseTuple(
    `variate.${name}`,
    ["a", "b", scale === "share" ? "x" : "logit"] as const,
    [a, b, value],
    (p, q, v) => {
      const { safe } = insideBetaSupport(v, scale);
      return continued(betaProbability(p, q, safe, scale, tail, inLogs), v, endsOf(scale), limits(tail, inLogs));
    },
    (p, q, v) => slopes(p, q, v, scale, tail, (safe) => (inLogs ? betaHazard(p, q, safe, scale, tail) : betaKernel(p, q, safe, scale))),
  );
}

/** −w dz/da, −w dz/db and w dz/dx, w the kernel or its ratio to the probability; 0 at the ends, negated above. */
function slopes(
  a: tf.Tensor,
  b: tf.Tensor,
  value: tf.Tensor,
  scale: Scale,
  tail: Tail,
  weight: (safe: tf.Tensor) => tf.Tensor,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const { inside, safe } = insideBetaSupport(value, scale);
  const at = betaPosition(safe, scale);
  const w = tf.mul(tail === "below" ? 1 : -1, weight(safe));
  const [ofA, ofB] = betaDrawSlopes(a, b, at);
  return [
    // Far out the weight underflows to 0 where the derivative overflows.
    select(inside, tf.neg(tf.mul(w, tf.minimum(ofA, LARGEST))), 0),
    select(inside, tf.neg(tf.mul(w, tf.maximum(ofB, -LARGEST))), 0),
    select(inside, perUnit(w, at, scale), 0),
  ];
}

const LARGEST = 3e38;
