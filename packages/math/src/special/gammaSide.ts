import * as tf from "@tensorflow/tfjs-core";
import { elementwisePair } from "../elementwise.js";
import { isGreater, select } from "../masks.js";
import { broadcastShapes } from "../shape.js";
import { expm1 } from "./expm1.js";
import { exponential } from "./exponential.js";
import { logGammaDrawDerivative } from "./gammaDrawDerivative.js";
import { integrateGammaSide } from "./gammaQuadrature.js";
import { lgammaNearOne } from "./lgamma.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { poissonDeviance } from "./poissonDeviance.js";
import { digammaOfPositive, stirlingRemainder } from "./stirlingRemainder.js";

/** P, the probability below x, or Q, that above. */
export type Tail = "below" | "above";

/** What a tail, or its logarithm, is at the lower and at the upper end of the support. */
export function limits(tail: Tail, inLogs: boolean): readonly [number, number] {
  const [none, all] = inLogs ? [-Infinity, 0] : [0, 1];
  return tail === "below" ? [none, all] : [all, none];
}

/** xᵃ e⁻ˣ / Γ(a), the density of log x under Gamma(a, rate 1), for x > 0; differentiable. */
export function gammaKernel(a: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return exponential(logGammaKernel(a, x));
}

/** Its logarithm, ½ log(a/2π) − r(a) − D(a, x) with Stirling remainder r and deviance D. */
function logGammaKernel(a: tf.Tensor, x: tf.Tensor): tf.Tensor {
  const constants = tf.sub(tf.mul(0.5, tf.log(tf.mul(a, 1 / (2 * Math.PI)))), stirlingRemainder(a));
  return tf.sub(constants, poissonDeviance(a, x));
}

interface Side {
  /** Boolean: whether the logarithm is that of P; elsewhere it is that of Q. */
  readonly lower: tf.Tensor;
  readonly log: tf.Tensor;
  /** The kernel over that probability. */
  readonly hazard: tf.Tensor;
}

/** The one of P and Q whose side was integrated; at most about 0.6 for a ≥ 1. */
function oneSide(a: tf.Tensor, x: tf.Tensor, logOfX?: tf.Tensor): Side {
  const shape = broadcastShapes("regularizedGamma", { a: a.shape, x: x.shape });
  const c = tf.broadcastTo(a, shape);
  const v = tf.broadcastTo(x, shape);
  const logX = logOfX ?? tf.log(v);
  const { lower, mass, raised, rise } = integrateGammaSide(c, v, logX, true);
  // P(a, x) = P(a + 1, x) + xᵃ e⁻ˣ / Γ(a + 1), of which the logarithm is small with a: what makes Q relatively exact.
  const weighted = tf.mul(v, mass);
  const small = tf.minimum(c, 1);
  const power = tf.sub(tf.mul(small, logX), lgammaNearOne(small));
  // For small a without what log(1 + x I) − x is at a = 0, which is nothing but rounding.
  const ofOrder = log1p(tf.mul(tf.exp(tf.neg(v)), tf.mul(v, rise)));
  const fromRaised = tf.add(power, tf.where(tf.less(c, 0.1), ofOrder, tf.sub(log1p(weighted), v)));
  return {
    lower,
    log: tf.minimum(tf.where(raised, fromRaised, tf.add(logGammaKernel(c, v), tf.log(mass))), 0),
    hazard: tf.where(raised, tf.div(c, tf.add(1, weighted)), tf.div(1, mass)),
  };
}

/** P or Q for x > 0, or its logarithm. */
export function gammaProbability(a: tf.Tensor, x: tf.Tensor, tail: Tail, inLogs: boolean): tf.Tensor {
  const { lower, log } = oneSide(a, x);
  const [own, other] = inLogs ? [log, log1mexp(log)] : [tf.exp(log), tf.neg(expm1(log))];
  return tail === "below" ? tf.where(lower, own, other) : tf.where(lower, other, own);
}

/**
 * The logarithm of the tail that is wanted (boolean: Q) and the kernel over it, at an x that may have underflowed, with
 * its logarithm; all of the same shape, not differentiable.
 */
export function gammaTail(
  a: tf.Tensor,
  x: tf.Tensor,
  logX: tf.Tensor,
  wanted: tf.Tensor,
): { log: tf.Tensor; hazard: tf.Tensor } {
  return tf.tidy(() => {
    const { lower, log, hazard } = oneSide(a, x, logX);
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
export function gammaHazard(a: tf.Tensor, x: tf.Tensor, tail: Tail): tf.Tensor {
  const sign = tail === "below" ? 1 : -1;
  return elementwisePair(
    `variate.gammaHazard.${tail}`,
    a,
    x,
    (c, v) => tf.tidy(() => {
      const { lower, log, hazard } = oneSide(c, v);
      const other = tf.div(gammaKernel(c, v), tf.neg(expm1(log)));
      return tail === "below" ? tf.where(lower, hazard, other) : tf.where(lower, other, hazard);
    }),
    (c, v) => {
      const w = gammaHazard(c, v, tail);
      const signed = tf.mul(sign, w);
      const logX = tf.log(v);
      return [
        tf.mul(w, tf.add(tf.sub(logX, digammaOfPositive(c)), tf.mul(signed, logGammaDrawDerivative(c, logX)))),
        tf.div(tf.mul(w, tf.sub(tf.sub(c, v), signed)), v),
      ];
    },
  );
}

/** `x` with 1 wherever it is not a positive finite number, and the mask of where it is. */
export function insideSupport(x: tf.Tensor): { inside: tf.Tensor; positive: tf.Tensor } {
  const inside = tf.logicalAnd(isGreater(x, 0), isGreater(Infinity, x));
  // Above 1e36, where products of it overflow, nothing is left of the upper tail.
  return { inside, positive: tf.minimum(select(inside, x, 1), 1e36) };
}
