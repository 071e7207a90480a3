import * as tf from "../tf.js";
import { elementwiseTuple } from "../elementwise.js";
import { unitLegendre } from "../gaussLegendre.js";
import { isLess } from "../masks.js";
import { safeWhere } from "../safeWhere.js";
import { broadcastShapes } from "../shape.js";
import { betaDrawSlopes } from "./betaDrawDerivative.js";
import { betaPosition, type BetaPosition, type Scale } from "./betaPosition.js";
import { betaSide, integrateBetaSide, type BetaSide } from "./betaQuadrature.js";
import { expm1 } from "./expm1.js";
import { exponential } from "./exponential.js";
import type { Tail } from "./gammaSide.js";
import { digammaDrop } from "./lbeta.js";
import { lgammaNearOne } from "./lgamma.js";
import { log1mexp } from "./log1mexp.js";
import { log1p } from "./log1p.js";
import { logRatio } from "./logRatio.js";
import { devianceOf } from "./poissonDeviance.js";
import { quadratureSums } from "./quadratureSums.js";
import { digammaRemainder, stirlingRemainder } from "./stirlingRemainder.js";

/** xᵃ yᵇ / B(a, b), the density of the log-odds under Beta(a, b), for values inside the support; differentiable. */
export function betaKernel(a: tf.Tensor, b: tf.Tensor, value: tf.Tensor, scale: Scale): tf.Tensor {
  return exponential(
    elementwiseTuple(
      `variate.logBetaKernel.${scale}`,
      ["a", "b", "value"] as const,
      [a, b, value],
      (p, q, v) => {
        const at = betaPosition(v, scale);
        return logKernel(p, q, { ...at, excess: at.excess(p, q) });
      },
      (p, q, v) => {
        const at = betaPosition(v, scale);
        const ofOdds = at.excess(p, q);
        return [tf.sub(at.logX, digammaDrop(p, q)), tf.sub(at.logY, digammaDrop(q, p)), perUnit(ofOdds, at, scale)];
      },
    ),
  );
}

/** A derivative in the log-odds as one in the value: that in x is 1 / (x y) times it. */
export function perUnit(ofOdds: tf.Tensor, { x, y }: BetaPosition, scale: Scale): tf.Tensor {
  return scale === "share" ? tf.div(tf.div(ofOdds, x), y) : ofOdds;
}

/** ½ log(ab / 2π(a + b)) − r(a) − r(b) + r(a + b) − D(a, (a + b) x) − D(b, (a + b) y), with Stirling remainders r. */
function logKernel(
  a: tf.Tensor,
  b: tf.Tensor,
  { x, y, logX, logY, excess }: Pick<BetaSide, "x" | "y" | "logX" | "logY" | "excess">,
): tf.Tensor {
  const s = tf.add(a, b);
  const half = tf.mul(0.5, tf.add(tf.log(tf.minimum(a, b)), tf.sub(logRatio(tf.maximum(a, b), s), Math.log(2 * Math.PI))));
  const remainders = tf.sub(tf.sub(stirlingRemainder(s), stirlingRemainder(a)), stirlingRemainder(b));
  const below = devianceOf(a, tf.mul(s, x), excess, tf.sub(logRatio(a, s), logX));
  const above = devianceOf(b, tf.mul(s, y), tf.neg(excess), tf.sub(logRatio(b, s), logY));
  return tf.sub(tf.add(half, remainders), tf.add(below, above));
}

const RULE = unitLegendre(6);

/**
 * log(xᵃ / (a B(a, b))) for a ≤ 1, to accuracy relative to a. With b° = b from 1 on and b + 1 below,
 * lgamma(a + b°) − lgamma(b°) is a times the mean of digamma between them, by Gauss and Legendre's rule with 6 nodes;
 * its log b° goes with log x, of which it cancels most.
 *
 * @param logScaled - log(b° x) as a function of b°.
 */
export function logRaisedPower(a: tf.Tensor, b: tf.Tensor, logScaled: (start: tf.Tensor) => tf.Tensor): tf.Tensor {
  const small = isLess(b, 1);
  const start = tf.add(b, tf.cast(small, "float32"));
  const from = tf.expandDims(start, -1);
  const [mean] = quadratureSums(start, RULE, (nodes, weights) => {
    const rise = tf.mul(tf.expandDims(a, -1), nodes);
    const between = tf.add(from, rise);
    // ψ(t) − log b° = log(t / b°) − 1/(2t) + ρ(t)
    return [tf.mul(weights, tf.add(tf.sub(log1p(tf.div(rise, from)), tf.div(0.5, between)), digammaRemainder(between)))];
  }) as [tf.Tensor];
  const correction = safeWhere(small, tf.div(a, b), log1p, 0, 0);
  return tf.sub(tf.sub(tf.mul(a, tf.add(logScaled(start), mean)), lgammaNearOne(a)), correction);
}

interface OneTail {
  /** Boolean: whether the logarithm is that of the upper tail. */
  readonly upper: tf.Tensor;
  readonly log: tf.Tensor;
  /** The kernel over that probability. */
  readonly hazard: tf.Tensor;
}

/** The tail whose side was integrated. */
function oneTail(p: tf.Tensor, q: tf.Tensor, value: tf.Tensor, scale: Scale): OneTail {
  const shape = broadcastShapes("regularizedBeta", { a: p.shape, b: q.shape, value: value.shape });
  const [first, second, at] = [p, q, value].map((v) => tf.broadcastTo(v, shape)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const side = betaSide(first, second, betaPosition(at, scale));
  const { upper, raised, a, b, x, logX, logY } = side;
  const { mass, raisedMass } = integrateBetaSide(side, false);
  // I(a, b) = I(a + 1, b) + K/a with the kernel K. Less what it is at a = 0, where I is 1, the integral of a + 1 is
  // T = x ∫ ρ ((a + b) E + a), all of order a: that is what makes 1 − I relatively exact.
  const rest = tf.mul(x, tf.add(tf.mul(tf.add(a, b), raisedMass), tf.mul(a, mass)));
  const power = tf.exp(tf.mul(b, logY));
  const excess = tf.mul(power, rest);
  const small = tf.minimum(a, 1);
  const logScaled = (start: tf.Tensor): tf.Tensor =>
    tf.where(tf.greater(x, 1e-30), tf.log(tf.mul(start, x)), tf.add(tf.log(start), logX));
  const fromRaised = tf.add(logRaisedPower(small, b, logScaled), log1p(excess));
  const direct = tf.add(logKernel(a, b, side), tf.log(mass));
  return {
    upper,
    log: tf.minimum(tf.where(raised, fromRaised, direct), 0),
    hazard: tf.where(raised, tf.div(tf.mul(a, power), tf.add(1, excess)), tf.div(1, mass)),
  };
}

/** I or 1 − I inside the support, or its logarithm. */
export function betaProbability(a: tf.Tensor, b: tf.Tensor, value: tf.Tensor, scale: Scale, tail: Tail, inLogs: boolean): tf.Tensor {
  const { upper, log } = oneTail(a, b, value, scale);
  const [own, other] = inLogs ? [log, log1mexp(log)] : [tf.exp(log), tf.neg(expm1(log))];
  return tail === "below" ? tf.where(upper, other, own) : tf.where(upper, own, other);
}

/** The logarithm of the tail that is wanted (boolean: the upper one) and the kernel over it; not differentiable. */
export function betaTail(
  a: tf.Tensor,
  b: tf.Tensor,
  value: tf.Tensor,
  scale: Scale,
  wanted: tf.Tensor,
): { log: tf.Tensor; hazard: tf.Tensor } {
  return tf.tidy(() => {
    const { upper, log, hazard } = oneTail(a, b, value, scale);
    const across = tf.div(tf.mul(tf.exp(log), hazard), tf.neg(expm1(log)));
    const other = tf.logicalXor(upper, wanted);
    return { log: tf.where(other, log1mexp(log), log), hazard: tf.where(other, across, hazard) };
  });
}

/**
 * The kernel over I or over 1 − I: w = d log I / dz, z the log-odds, without the difference of two large logarithms.
 *
 * With σ = 1 for I and −1 for 1 − I, ∂w/∂z = w (a y − b x − σ w) and ∂w/∂a = w (log x − ψ(a) + ψ(a + b) + σ w dz/da),
 * the same of b.
 */
export function betaHazard(a: tf.Tensor, b: tf.Tensor, value: tf.Tensor, scale: Scale, tail: Tail): tf.Tensor {
  return elementwiseTuple(
    `variate.betaHazard.${scale}.${tail}`,
    ["a", "b", "value"] as const,
    [a, b, value],
    (p, q, v) => betaTail(p, q, v, scale, tf.scalar(tail === "above", "bool")).hazard,
    (p, q, v) => {
      const at = betaPosition(v, scale);
      const w = betaHazard(p, q, v, scale, tail);
      const signed = tf.mul(tail === "below" ? 1 : -1, w);
      const [ofA, ofB] = betaDrawSlopes(p, q, at);
      return [
        tf.mul(w, tf.add(tf.sub(at.logX, digammaDrop(p, q)), tf.mul(signed, ofA))),
        tf.mul(w, tf.add(tf.sub(at.logY, digammaDrop(q, p)), tf.mul(signed, ofB))),
        perUnit(tf.mul(w, tf.sub(at.excess(p, q), signed)), at, scale),
      ];
    },
  );
}
