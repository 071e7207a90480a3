import * as tf from "../tf.js";
import { elementwiseTuple } from "../elementwise.js";
import { broadcastShapes } from "../shape.js";
import { between, POSITIVE, UNIT, type Ends } from "./ends.js";
import { expm1 } from "./expm1.js";
import { exponential } from "./exponential.js";
import { logGammaDrawDerivative } from "./gammaDrawDerivative.js";
import { DEPTH, integrateGammaSide, logMinusDigamma } from "./gammaQuadrature.js";
import { lgammaNearOne } from "./lgamma.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { logRatio } from "./logRatio.js";
import { devianceOf } from "./poissonDeviance.js";
import { stirlingRemainder } from "./stirlingRemainder.js";

/** P, the probability below x, or Q, that above. */
export type Tail = "below" | "above";

/** What a tail, or its logarithm, is at the lower and at the upper end of the support. */
export function limits(tail: Tail, inLogs: boolean): Ends {
  const [none, all] = inLogs ? [-Infinity, 0] : UNIT;
  return tail === "below" ? [none, all] : [all, none];
}

/** a − x, less what rounding took from x. */
const gapOf = (a: tf.Tensor, x: tf.Tensor, error: tf.Tensor): tf.Tensor => tf.sub(tf.sub(a, x), error);

/** xᵃ e⁻ˣ / Γ(a), the density of log x under Gamma(a, rate 1), for x > 0; differentiable. */
export function gammaKernel(a: tf.Tensor, x: tf.Tensor, error: tf.Tensor = tf.zerosLike(x)): tf.Tensor {
  return exponential(
    elementwiseTuple(
      "variate.logGammaKernel",
      ["a", "x", "error"] as const,
      [a, x, error],
      (c, v, e) => logKernel(c, v, gapOf(c, v, e), tf.mul(0.5, tf.log(tf.mul(c, 1 / (2 * Math.PI))))),
      (c, v, e) => {
        const gap = gapOf(c, v, e);
        return [logMinusDigamma(c, gap, tf.log(v)), tf.div(gap, v), tf.zerosLike(e)];
      },
    ),
  );
}

/** `factor` − r(a) − D(a, x) with Stirling remainder r and deviance D: log of the kernel when the factor is ½ log(a/2π). */
function logKernel(a: tf.Tensor, x: tf.Tensor, gap: tf.Tensor, factor: tf.Tensor): tf.Tensor {
  return tf.sub(tf.sub(factor, stirlingRemainder(a)), devianceOf(a, x, gap, logRatio(a, x)));
}

interface Side {
  /** Boolean: whether the logarithm is that of P; elsewhere it is that of Q. */
  readonly lower: tf.Tensor;
  readonly log: tf.Tensor;
  /** The kernel over that probability. */
  readonly hazard: tf.Tensor;
}

/** The one of P and Q whose side was integrated; at most about 0.6 for a ≥ 1. */
function oneSide(a: tf.Tensor, x: tf.Tensor, error: tf.Tensor, logOfX?: tf.Tensor): Side {
  const shape = broadcastShapes("regularizedGamma", { a: a.shape, x: x.shape, error: error.shape });
  const c = tf.broadcastTo(a, shape);
  const v = tf.broadcastTo(x, shape);
  const logX = logOfX ?? tf.log(v);
  const gap = gapOf(c, v, error);
  // The integrand of concentration 1, less that of a + 1, over the latter: of order a. For a < 0.1 it falls off no slower.
  const lack = (distance: tf.Tensor): tf.Tensor => expm1(tf.minimum(tf.mul(tf.expandDims(c, -1), distance), DEPTH));
  const { lower, mass, raised, weighted: lacking } = integrateGammaSide(c, v, logX, gap, lack);
  // P(a, x) = P(a + 1, x) + xᵃ e⁻ˣ / Γ(a + 1), of which the logarithm is small with a: what makes Q relatively exact.
  const weighted = tf.mul(v, mass);
  const small = tf.minimum(c, 1);
  const power = tf.sub(tf.mul(small, logX), lgammaNearOne(small));
  // For small a without what log(1 + x I) − x is at a = 0, which is nothing but rounding.
  const ofOrder = log1p(tf.neg(tf.mul(tf.exp(tf.neg(v)), tf.mul(v, lacking as tf.Tensor))));
  const fromRaised = tf.add(power, tf.where(tf.less(c, 0.1), ofOrder, tf.sub(log1p(weighted), v)));
  // √a goes with the integral, which is of order 1/√a.
  const direct = logKernel(c, v, gap, tf.log(tf.mul(tf.sqrt(tf.mul(c, 1 / (2 * Math.PI))), mass)));
  return {
    lower,
    log: tf.minimum(tf.where(raised, fromRaised, direct), 0),
    hazard: tf.where(raised, tf.div(c, tf.add(1, weighted)), tf.div(1, mass)),
  };
}

/** P or Q for x > 0, or its logarithm. */
export function gammaProbability(a: tf.Tensor, x: tf.Tensor, error: tf.Tensor, tail: Tail, inLogs: boolean): tf.Tensor {
  const { lower, log } = oneSide(a, x, error);
  const [own, other] = inLogs ? [log, log1mexp(log)] : [tf.exp(log), tf.neg(expm1(log))];
  return tail === "below" ? tf.where(lower, own, other) : tf.where(lower, other, own);
}

/**
 * The logarithm of the tail that is wanted (boolean: Q) and the kernel over it; not differentiable.
 *
 * @param logX - The logarithm of an x that may have underflowed; all are then of the same shape.
 */
export function gammaTail(
  a: tf.Tensor,
  x: tf.Tensor,
  error: tf.Tensor,
  wanted: tf.Tensor,
  logX?: tf.Tensor,
): { log: tf.Tensor; hazard: tf.Tensor } {
  return tf.tidy(() => {
    const { lower, log, hazard } = oneSide(a, x, error, logX);
    const across = tf.div(tf.mul(tf.exp(log), hazard), tf.neg(expm1(log)));
    const own = tf.logicalXor(lower, wanted);
    return { log: tf.where(own, log, log1mexp(log)), hazard: tf.where(own, hazard, across) };
  });
}

/**
 * The kernel over P or over Q for x > 0: w = x p(x) / P, which is x d log P / dx, without the difference of two large
 * logarithms.
 *
 * With σ = 1 for P and −1 for Q, x ∂w/∂x = w (a − x − σ w) and ∂w/∂a = w (log x − ψ(a) + σ w d log x/da).
 */
export function gammaHazard(a: tf.Tensor, x: tf.Tensor, error: tf.Tensor, tail: Tail): tf.Tensor {
  const sign = tail === "below" ? 1 : -1;
  return elementwiseTuple(
    `variate.gammaHazard.${tail}`,
    ["a", "x", "error"] as const,
    [a, x, error],
    (c, v, e) => gammaTail(c, v, e, tf.scalar(tail === "above", "bool")).hazard,
    (c, v, e) => {
      const w = gammaHazard(c, v, e, tail);
      const signed = tf.mul(sign, w);
      const gap = gapOf(c, v, e);
      const logX = tf.log(v);
      return [
        tf.mul(w, tf.add(logMinusDigamma(c, gap, logX), tf.mul(signed, logGammaDrawDerivative(c, logX)))),
        tf.div(tf.mul(w, tf.sub(gap, signed)), v),
        tf.zerosLike(e),
      ];
    },
  );
}

/** `x` with 1 wherever it is not a positive finite number, and the mask of where it is. */
export function insideSupport(x: tf.Tensor): { inside: tf.Tensor; positive: tf.Tensor } {
  const { inside, safe } = between(x, POSITIVE, 1);
  // Above 1e36, where products of it overflow, nothing is left of the upper tail.
  return { inside, positive: tf.minimum(safe, 1e36) };
}
