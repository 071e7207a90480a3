import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { diagonalPart, logRatio, poissonDeviance, transposeMatrix, triangularLogDeterminant, triangularSolve, tril } from "@variate/math";
import { capacitanceBasis, halfLogDeterminant, inverseDiagonal, quadraticForm } from "../families/lowRank.js";
import type { Distribution } from "../distribution.js";
import { concentrationTerm } from "./dirichletTerms.js";
import type { KlRule, With } from "./table.js";

type Full = With<"loc" | "scaleTril">;
type Diagonal = With<"loc" | "scaleDiag">;
type LowRank = With<"loc" | "covFactor" | "covDiag">;
type Gaussian = Full | Diagonal | LowRank;

/**
 * KL(N(μ_p, PPᵀ)‖N(μ_q, QQᵀ)) = ½ (Σ D(1, r_ii²) + Σ_{i>j} r_ij² + ‖Q⁻¹(μ_p − μ_q)‖²),   r = Q⁻¹P, D the deviance
 *
 * for P and Q lower triangular: no term is negative.
 */
export const klMultivariateNormal: KlRule<Full, Full> = (p, q) => {
  const offset = triangularSolve(q.scaleTril, tf.expandDims(tf.sub(p.loc, q.loc), -1));
  return tf.mul(0.5, tf.add(tf.add(...triangleExcess(p, q)), tf.sum(tf.square(offset), [-2, -1])));
};

/** Σ D(1, r_ii²) and Σ_{i>j} r_ij² of r = Q⁻¹P. */
function triangleExcess(p: With<"scaleTril">, q: With<"scaleTril">): [Tensor, Tensor] {
  const ratio = triangularSolve(q.scaleTril, tril(p.scaleTril));
  return [tf.sum(poissonDeviance(1, tf.square(diagonalPart(ratio))), -1), tf.sum(tf.square(tril(ratio, -1)), [-2, -1])];
}

/** KL between normal distributions with independent components: those of the components add up. */
export const klDiagonal: KlRule<Diagonal, Diagonal> = (p, q) => {
  const r = tf.div(p.scaleDiag, q.scaleDiag);
  const excess = tf.mul(0.5, tf.mul(tf.sub(r, 1), tf.add(r, 1)));
  const z = tf.div(tf.sub(p.loc, q.loc), q.scaleDiag);
  return tf.sum(tf.add(tf.sub(excess, logRatio(p.scaleDiag, q.scaleDiag)), tf.mul(0.5, tf.square(z))), -1);
};

/**
 * KL(N(μ_p, Σ_p)‖N(μ_q, Σ_q)) = ½ (tr(Σ_q⁻¹ Σ_p) + (μ_p − μ_q)ᵀ Σ_q⁻¹ (μ_p − μ_q) − n) + ½ log (|Σ_q| / |Σ_p|)
 *
 * for covariances of different kinds, or of low rank, of which no n × n matrix is made.
 */
export const klGaussians: KlRule<Gaussian, Gaussian> = (p, q) => {
  const target = metricOf(q);
  const offset = target.squares(tf.expandDims(tf.sub(p.loc, q.loc), -2));
  const spread = tf.add(target.squares(...factorRows(p)), tf.sub(diagonalShare(p, target), p.loc.shape.at(-1) as number));
  return tf.add(tf.mul(0.5, tf.add(spread, offset)), tf.sub(target.halfLogDeterminant(), metricOf(p).halfLogDeterminant()));
};

interface Metric {
  halfLogDeterminant(): Tensor;
  /** Σ xᵀ Σ⁻¹ x over the rows x of [..., r, n]; 0 without rows. */
  squares(rows?: Tensor): Tensor;
  /** The diagonal of Σ⁻¹ times d, elementwise, [..., n]. */
  weighted(d: Tensor): Tensor;
}

function metricOf(d: Gaussian): Metric {
  const none = tf.scalar(0);
  if ("scaleTril" in d) {
    const whiten = (rows: Tensor): Tensor => triangularSolve(d.scaleTril, transposeMatrix(rows));
    return {
      halfLogDeterminant: () => triangularLogDeterminant(d.scaleTril),
      squares: (rows) => (rows === undefined ? none : tf.sum(tf.square(whiten(rows)), [-2, -1])),
      weighted: (x) => tf.mul(x, tf.sum(tf.square(whiten(tf.eye(d.loc.shape.at(-1) as number))), -2)),
    };
  }
  if ("scaleDiag" in d) {
    const scaled = (x: Tensor): Tensor => tf.div(x, tf.expandDims(d.scaleDiag, -2));
    return {
      halfLogDeterminant: () => tf.sum(tf.log(d.scaleDiag), -1),
      squares: (rows) => (rows === undefined ? none : tf.sum(tf.square(scaled(rows)), [-2, -1])),
      weighted: (x) => tf.div(tf.div(x, d.scaleDiag), d.scaleDiag),
    };
  }
  const basis = capacitanceBasis(d.covFactor, d.covDiag);
  return {
    halfLogDeterminant: () => halfLogDeterminant(basis, d.covDiag),
    squares: (rows) => (rows === undefined ? none : quadraticForm(basis, d.covDiag, rows)),
    weighted: (x) => tf.mul(tf.div(x, d.covDiag), inverseDiagonal(basis, d.loc.shape.at(-1) as number)),
  };
}

/** The part of a covariance that is W Wᵀ, as rows of Wᵀ. */
function factorRows(d: Gaussian): [] | [Tensor] {
  if ("scaleTril" in d) return [transposeMatrix(tril(d.scaleTril))];
  return "covFactor" in d ? [transposeMatrix(d.covFactor)] : [];
}

/** tr(Σ_q⁻¹ D) for the part D of a covariance that is diagonal. */
function diagonalShare(d: Gaussian, target: Metric): Tensor {
  if ("scaleTril" in d) return tf.scalar(0);
  return tf.sum(target.weighted("scaleDiag" in d ? tf.square(d.scaleDiag) : d.covDiag), -1);
}

/**
 * KL(wishart‖wishart) = Σ_i (D(b_i, a_i r_ii²) + t(a_i, b_i) + (i/2) D(1, r_ii²)) + (df_p/2) Σ_{i>j} r_ij²
 *
 * with r = L_q⁻¹ L_p, a_i = (df_p − i)/2, b_i = (df_q − i)/2, i = 0 … n − 1, D the deviance, t the `concentrationTerm`: the
 * divergence of the elements of Bartlett's decomposition. That of `inverseWishart`, whose inverse has scale L⁻ᵀ L⁻¹, comes
 * with p's and q's factors exchanged.
 */
const wishartDivergence = (p: Wishart, q: Wishart, ratio: Tensor): Tensor => {
  const n = p.eventShape[0] as number;
  const steps = tf.mul(0.5, tf.range(0, n));
  const half = (d: Wishart): Tensor => tf.sub(tf.expandDims(tf.mul(0.5, d.df), -1), steps);
  const squares = tf.square(diagonalPart(ratio));
  const [a, b] = [half(p), half(q)];
  const own = tf.add(poissonDeviance(b, tf.mul(a, squares)), concentrationTerm(a, b));
  const rest = tf.mul(tf.mul(0.5, p.df), tf.sum(tf.square(tril(ratio, -1)), [-2, -1]));
  return tf.add(tf.sum(tf.add(own, tf.mul(steps, poissonDeviance(1, squares))), -1), rest);
};

type Wishart = Distribution & With<"df" | "scaleTril">;

export const klWishart: KlRule<Wishart, Wishart> = (p, q) => wishartDivergence(p, q, triangularSolve(q.scaleTril, tril(p.scaleTril)));

export const klInverseWishart: KlRule<Wishart, Wishart> = (p, q) => wishartDivergence(p, q, triangularSolve(p.scaleTril, tril(q.scaleTril)));

type Matrix = Distribution & With<"loc" | "scaleTrilRow" | "scaleTrilColumn">;

/**
 * KL(matrixNormal‖matrixNormal): that of the normal distribution of all elements, whose factor is the Kronecker product of
 * R = A_q⁻¹ A_p and C = B_q⁻¹ B_p:
 *
 *   ½ (‖R‖² ‖C‖² + ‖A_q⁻¹ (loc_p − loc_q) B_q⁻ᵀ‖² − n m) − m Σ log r_ii − n Σ log c_jj
 *
 * evaluated with ‖R‖² = n (1 + e) and ‖C‖² = m (1 + f) from their excesses.
 */
export const klMatrixNormal: KlRule<Matrix, Matrix> = (p, q) => {
  const [n, m] = p.eventShape as readonly [number, number];
  const rows = ratioOf(p.scaleTrilRow, q.scaleTrilRow);
  const columns = ratioOf(p.scaleTrilColumn, q.scaleTrilColumn);
  const ofRows = triangularSolve(q.scaleTrilRow, tf.sub(p.loc, q.loc));
  const offset = tf.sum(tf.square(triangularSolve(q.scaleTrilColumn, transposeMatrix(ofRows))), [-2, -1]);
  const crossed = tf.mul(rows.excess, columns.excess);
  const spread = tf.add(tf.add(tf.mul(m, tf.sub(rows.excess, rows.logs)), tf.mul(n, tf.sub(columns.excess, columns.logs))), crossed);
  return tf.mul(0.5, tf.add(spread, offset));
};

/** ‖R‖² − n and Σ log r_ii² of R = Q⁻¹P. */
function ratioOf(p: Tensor, q: Tensor): { readonly excess: Tensor; readonly logs: Tensor } {
  const ratio = triangularSolve(q, tril(p));
  const diagonal = diagonalPart(ratio);
  const squares = tf.sum(tf.mul(tf.sub(diagonal, 1), tf.add(diagonal, 1)), -1);
  return { excess: tf.add(squares, tf.sum(tf.square(tril(ratio, -1)), [-2, -1])), logs: tf.mul(2, tf.sum(tf.log(tf.abs(diagonal)), -1)) };
}
