import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  cholesky,
  diagonalPart,
  digammaRemainder,
  expm1,
  expm1Over,
  exprel,
  isBetween,
  isEqual,
  isGreater,
  isLess,
  isLessEqual,
  log1pOver,
  logRatio,
  logSumExp,
  matmul,
  poissonDeviance,
  select,
  stirlingRemainder,
  transposeMatrix,
  triangularLogDeterminant,
  triangularSolve,
  tril,
  withoutGradient,
} from "@variate/math";
import type { Distribution } from "../distribution.js";
import { logProbabilities } from "../families/categoricalWeights.js";
import { asGamma } from "../kl/gamma.js";
import { klDivergence } from "../kl/klDivergence.js";
import type { With } from "../kl/table.js";
import { chanceOf, type GivenOdds } from "../odds.js";
import { fromTable, type WithForm } from "./forms.js";

/** D_α(p‖q) for α > 0 other than 1. */
type RenyiRule = (p: never, q: never, alpha: number) => Tensor;
type LocScale = With<"loc" | "scale">;
type Chances = Distribution & GivenOdds;

/**
 * ½ (α z² / (1 + c u) + log(1 + c u)/c − log(1 + u)),   u = r² − 1, r = scale_p / scale_q, c = 1 − α; Infinity where c u ≤ −1
 */
function ofNormals(scale: Tensor, other: Tensor, offset: Tensor, alpha: number): Tensor {
  const c = 1 - alpha;
  const r = tf.div(scale, other);
  const u = tf.mul(tf.sub(r, 1), tf.add(r, 1));
  const improper = isLessEqual(tf.mul(c, u), -1);
  const safe = select(improper, 0, u);
  const z = tf.div(offset, other);
  const distance = tf.div(tf.mul(alpha, tf.square(z)), tf.add(1, tf.mul(c, safe)));
  const spread = tf.sub(log1pOver(c, safe), tf.mul(2, logRatio(scale, other)));
  return select(improper, Infinity, tf.mul(0.5, tf.add(distance, spread)));
}

const normals = (p: LocScale, q: LocScale, alpha: number): Tensor => ofNormals(p.scale, q.scale, tf.sub(p.loc, q.loc), alpha);

const halfNormals = (p: With<"scale">, q: With<"scale">, alpha: number): Tensor => ofNormals(p.scale, q.scale, tf.scalar(0), alpha);

const diagonals = (p: With<"loc" | "scaleDiag">, q: With<"loc" | "scaleDiag">, alpha: number): Tensor =>
  tf.sum(ofNormals(p.scaleDiag, q.scaleDiag, tf.sub(p.loc, q.loc), alpha), -1);

/** ½ (α ‖M^−½ Q⁻¹ d‖² + (log |M| − c log |R Rᵀ|)/c),   R = Q⁻¹P, M = α I + c R Rᵀ; Infinity where M is not positive definite. */
function multivariateNormals(p: With<"loc" | "scaleTril">, q: With<"loc" | "scaleTril">, alpha: number): Tensor {
  const ratio = triangularSolve(q.scaleTril, tril(p.scaleTril));
  const n = ratio.shape.at(-1) as number;
  const mixed = tf.add(tf.mul(alpha, tf.eye(n)), tf.mul(1 - alpha, matmul(ratio, transposeMatrix(ratio))));
  const proper = withoutGradient(() => tf.all(tf.greater(diagonalPart(cholesky(mixed)), 0), -1));
  const factor = cholesky(select(tf.reshape(proper, [...proper.shape, 1, 1]), mixed, tf.eye(n)));
  const white = triangularSolve(factor, triangularSolve(q.scaleTril, tf.expandDims(tf.sub(p.loc, q.loc), -1)));
  const logs = tf.sub(tf.div(triangularLogDeterminant(factor), 1 - alpha), triangularLogDeterminant(ratio));
  return select(proper, tf.add(tf.mul(alpha / 2, tf.sum(tf.square(white), [-2, -1])), logs), Infinity);
}

/**
 * What concentrations a of p and b of q add, whose mean α a + c b is `mixed`:
 *
 *   (α D(a, ma) + c D(b, mb))/c + ½ (α log(mixed/a) + c log(mixed/b))/c − (σ(mixed) − α σ(a) − c σ(b))/c
 *
 * D the deviance from the given means, σ the Stirling remainder; no large log Γ are subtracted, nor logarithms divided
 * by a small c.
 */
function concentrationPart(a: Tensor, b: Tensor, mixed: Tensor, means: readonly [Tensor, Tensor] | undefined, alpha: number): Tensor {
  const c = 1 - alpha;
  const logs = tf.add(tf.mul(alpha, log1pOver(c, tf.div(tf.sub(b, a), a))), logRatio(mixed, b));
  const [ofA, ofB] = [stirlingRemainder(a), stirlingRemainder(b)];
  const close = isLess(tf.abs(tf.sub(mixed, a)), tf.mul(0.03, a));
  const target = select(close, mixed, a);
  // (σ(mixed) − σ(a))/c, where the two are close from σ′ by Simpson's rule.
  const slopes = tf.add(tf.add(digammaRemainder(a), digammaRemainder(target)), tf.mul(4, digammaRemainder(tf.mul(0.5, tf.add(a, target)))));
  const near = tf.mul(tf.div(tf.sub(b, a), 6), slopes);
  const change = select(close, near, tf.div(tf.sub(stirlingRemainder(mixed), ofA), c));
  const remainders = tf.add(change, tf.sub(ofA, ofB));
  const rest = tf.sub(tf.mul(0.5, logs), remainders);
  if (means === undefined) return rest;
  return tf.add(rest, tf.add(tf.mul(alpha / c, poissonDeviance(a, means[0])), poissonDeviance(b, means[1])));
}

function gammas(p: Distribution, q: Distribution, alpha: number): Tensor {
  const c = 1 - alpha;
  const [own, other] = [asGamma(p as never), asGamma(q as never)];
  const shape = tf.add(tf.mul(alpha, own.concentration), tf.mul(c, other.concentration));
  const rate = tf.add(tf.mul(alpha, own.rate), tf.mul(c, other.rate));
  const improper = withoutGradient(() => tf.logicalOr(tf.lessEqual(shape, 0), tf.lessEqual(rate, 0)));
  // With p in place of q where the answer is Infinity anyway.
  const b = select(improper, own.concentration, other.concentration);
  const s = select(improper, own.rate, other.rate);
  const mixed = tf.add(own.concentration, tf.mul(c, tf.sub(b, own.concentration)));
  const mean = tf.div(mixed, tf.add(own.rate, tf.mul(c, tf.sub(s, own.rate))));
  return select(improper, Infinity, concentrationPart(own.concentration, b, mixed, [tf.mul(own.rate, mean), tf.mul(s, mean)], alpha));
}

/** Σᵢ parts − the part of the sums, whose means are themselves; Infinity where α a + c b is not positive. */
function dirichletParts(a: Tensor, b: Tensor, alpha: number): Tensor {
  const c = 1 - alpha;
  const improper = withoutGradient(() => tf.any(tf.lessEqual(tf.add(tf.mul(alpha, a), tf.mul(c, b)), 0), -1, true));
  const safe = select(improper, a, b);
  const mixed = tf.add(a, tf.mul(c, tf.sub(safe, a)));
  const total = (x: Tensor): Tensor => tf.sum(x, -1, true);
  const [n, m, whole] = [total(a), total(safe), total(mixed)];
  const means = [tf.mul(n, tf.div(mixed, whole)), tf.mul(m, tf.div(mixed, whole))] as const;
  const parts = tf.sum(concentrationPart(a, safe, mixed, means, alpha), -1, true);
  return tf.squeeze(select(improper, Infinity, tf.sub(parts, concentrationPart(n, m, whole, undefined, alpha))), [-1]);
}

type Two = With<"concentration1" | "concentration0">;

/**
 * Σ over values of (exp(α a + c b) − exp(a))/c + exp(a) − exp(b) for log masses a and b, c = 1 − α: 0 where they are equal,
 * −KL as α nears 1, to relative accuracy.
 */
function massExcess(a: Tensor, b: Tensor, alpha: number): Tensor {
  const c = 1 - alpha;
  const excluded = isEqual(a, -Infinity);
  const impossible = isEqual(b, -Infinity);
  const own = select(excluded, 0, a);
  const other = select(impossible, own, select(excluded, own, b));
  const change = tf.sub(other, own);
  const near = isLess(tf.abs(change), 1);
  const small = select(near, change, 0);
  const close = tf.mul(tf.exp(own), tf.sub(expm1Over(c, small), expm1(small)));
  const exponent = tf.mul(c, change);
  const gentle = isBetween(exponent, -1, 1);
  const stable = tf.mul(tf.exp(own), expm1Over(c, select(gentle, change, 0)));
  const direct = tf.div(tf.sub(tf.exp(tf.add(own, exponent)), tf.exp(own)), c);
  const apart = tf.add(select(gentle, stable, direct), tf.sub(tf.exp(own), tf.exp(other)));
  const onlyP = alpha > 1 ? -Infinity : tf.mul(-alpha / c, tf.exp(own));
  const both = select(impossible, onlyP, select(near, close, apart));
  return select(excluded, tf.neg(tf.exp(select(impossible, -Infinity, b))), both);
}

/** For log masses along the last axis: −log(1 + c s)/c with s the sum of `massExcess`, and where that cancels directly. */
function ofMasses(a: Tensor, b: Tensor, alpha: number): Tensor {
  const c = 1 - alpha;
  const s = tf.sum(massExcess(a, b, alpha), -1);
  const product = tf.mul(c, s);
  const near = isBetween(product, -0.5, 3e38);
  const unshared = withoutGradient(() => tf.logicalOr(tf.equal(a, -Infinity), tf.equal(b, -Infinity)));
  const powers = tf.add(tf.mul(alpha, select(unshared, 0, a)), tf.mul(c, select(unshared, 0, b)));
  const direct = tf.div(logSumExp(select(unshared, -Infinity, powers), -1), -c);
  return select(near, tf.neg(log1pOver(c, select(near, s, 0))), select(isGreater(product, 3e38), Infinity, direct));
}

const bernoullis = (p: Chances, q: Chances, alpha: number): Tensor => {
  const [own, other] = [chanceOf(p), chanceOf(q)];
  return ofMasses(tf.stack([own.logProbs(), own.logOthers()], -1), tf.stack([other.logProbs(), other.logOthers()], -1), alpha);
};

const categoricals = (p: Chances, q: Chances, alpha: number): Tensor => ofMasses(logProbabilities(p), logProbabilities(q), alpha);

/** (λ_p^α λ_q^c − α λ_p − c λ_q)/(α − 1): `massExcess` of the rates. */
const poissons = (p: With<"rate">, q: With<"rate">, alpha: number): Tensor => tf.neg(massExcess(tf.log(p.rate), tf.log(q.rate), alpha));

/**
 * With A = α/s, C = c/t and d = |loc_p − loc_q|, ∫ pᵅ qᶜ = ((e^{−Cd} + e^{−Ad})/(A + C) + d e^{−Cd} R((C − A) d)) / ((2s)ᵅ (2t)ᶜ),
 * R(x) = (eˣ − 1)/x; Infinity where A + C ≤ 0.
 */
function laplaces(p: LocScale, q: LocScale, alpha: number): Tensor {
  const c = 1 - alpha;
  const d = tf.div(tf.abs(tf.sub(p.loc, q.loc)), q.scale);
  const r = tf.div(q.scale, p.scale);
  const a = tf.mul(alpha, r);
  const improper = isLessEqual(tf.add(a, c), 0);
  const own = select(improper, Math.abs(c) + 1, a);
  // In units of q's scale, and relative to e^{−Cd}.
  const gap = tf.mul(tf.sub(c, own), d);
  const tails = tf.div(tf.add(1, tf.exp(gap)), tf.add(own, c));
  const integral = tf.log(tf.mul(0.5, tf.add(tails, tf.mul(d, exprel(gap)))));
  const logs = tf.sub(tf.add(integral, tf.mul(alpha, tf.log(r))), tf.mul(c, d));
  return select(improper, Infinity, tf.div(logs, -c));
}

/** log(width_q/width_p) where q covers p; for α < 1 where they overlap, from the width of that. */
function uniforms(p: With<"low" | "high">, q: With<"low" | "high">, alpha: number): Tensor {
  const [own, other] = [tf.sub(p.high, p.low), tf.sub(q.high, q.low)];
  const common = tf.sub(tf.minimum(p.high, q.high), tf.maximum(p.low, q.low));
  const covered = withoutGradient(() => tf.logicalAnd(tf.greaterEqual(p.low, q.low), tf.greaterEqual(q.high, p.high)));
  const meets = isGreater(common, 0);
  const partial = tf.sub(logRatio(other, own), tf.div(logRatio(select(meets, common, own), own), 1 - alpha));
  const elsewhere = alpha > 1 ? Infinity : select(meets, partial, Infinity);
  return select(covered, logRatio(other, own), elsewhere);
}

export const renyiForms = {
  "bernoulli|bernoulli": bernoullis,
  "beta|beta": (p: Two, q: Two, alpha: number): Tensor => dirichletParts(stacked(p), stacked(q), alpha),
  "binomial|binomial": (p: Chances & With<"totalCount">, q: Chances & With<"totalCount">, alpha: number): Tensor =>
    select(isEqual(p.totalCount, q.totalCount), tf.mul(p.totalCount, bernoullis(p, q, alpha)), NaN),
  "categorical|categorical": categoricals,
  "chi2|chi2": gammas,
  "dirichlet|dirichlet": (p: With<"concentration">, q: With<"concentration">, alpha: number): Tensor =>
    dirichletParts(p.concentration, q.concentration, alpha),
  "exponential|exponential": gammas,
  "exponential|gamma": gammas,
  "gamma|exponential": gammas,
  "gamma|gamma": gammas,
  "halfNormal|halfNormal": halfNormals,
  "inverseGamma|inverseGamma": gammas,
  "laplace|laplace": laplaces,
  "logNormal|logNormal": normals,
  "multivariateNormal|multivariateNormal": multivariateNormals,
  "multivariateNormalDiag|multivariateNormalDiag": diagonals,
  "normal|normal": normals,
  "oneHotCategorical|oneHotCategorical": categoricals,
  "poisson|poisson": poissons,
  "uniform|uniform": uniforms,
} as const;

/** Concentrations along a new last axis. */
function stacked(d: Two): Tensor {
  const shape = d.batchShape as number[];
  return tf.stack([tf.broadcastTo(d.concentration1, shape), tf.broadcastTo(d.concentration0, shape)], -1);
}

/** Pairs of families with a Rényi divergence in closed form, as `"p|q"`. */
export interface RenyiTable extends Readonly<Record<keyof typeof renyiForms, true>> {}

/**
 * Rényi divergence of order α > 0 in closed form,
 *
 *   D_α(p‖q) = log ∫ p(x)ᵅ q(x)¹⁻ᵅ dx / (α − 1),   in nats,
 *
 * of the common batch shape; at α = 1 it is `klDivergence`, its limit. Never negative, growing in α; Infinity where the
 * integral diverges, or is 0. Components of `independent` add up. Gradients reach the parameters of both.
 *
 * For normal, beta, gamma, Poisson and categorical families and their kin it keeps its digits as α nears 1; for laplace and
 * multivariateNormal about 1e-7/|1 − α| is lost.
 *
 * @param alpha - The order, a plain number above 0.
 * @throws If alpha is not such a number, event shapes differ, batch shapes do not broadcast, or the pair has no closed
 *   form; that does not compile where both families are known.
 *
 * Reference: Gil, Alajaji and Linder (2013), "Rényi divergence measures for commonly used univariate continuous
 * distributions"; Van Erven and Harremoës (2014).
 */
export function renyiDivergence<P extends Distribution, Q extends Distribution>(
  p: P,
  q: Q & WithForm<RenyiTable, "renyiDivergence", P, Q>,
  alpha: number,
): Tensor {
  if (!(alpha > 0 && alpha < Infinity)) throw new Error(`renyiDivergence: expected alpha above 0; got ${alpha}.`);
  const evaluate = (rule: RenyiRule, own: Distribution, other: Distribution): Tensor =>
    alpha === 1 ? klDivergence(own, other) : rule(own as never, other as never, alpha);
  return fromTable("renyiDivergence", renyiForms, p, q, evaluate, "Estimate it from draws of p.");
}
