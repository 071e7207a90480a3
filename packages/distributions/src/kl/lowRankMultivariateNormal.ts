import * as tf from "@tensorflow/tfjs-core";
import { transposeMatrix } from "@variate/math";
import { capacitanceBasis, halfLogDeterminant, inverseDiagonal, quadraticForm } from "../families/lowRank.js";
import type { LowRankMultivariateNormal } from "../families/lowRankMultivariateNormal.js";
import type { KlRule } from "./table.js";

/**
 * KL(N(μ_p, W_p W_pᵀ + D_p)‖N(μ_q, Σ_q)) = ½ (tr(Σ_q⁻¹ D_p) + tr(W_pᵀ Σ_q⁻¹ W_p) + (μ_p − μ_q)ᵀ Σ_q⁻¹ (μ_p − μ_q) − n)
 * + ½ log (|Σ_q| / |Σ_p|), no matrix of n × n being made
 */
export const klLowRankMultivariateNormal: KlRule<LowRankMultivariateNormal, LowRankMultivariateNormal> = (p, q) => {
  const basis = capacitanceBasis(q.covFactor, q.covDiag);
  const ofQ = halfLogDeterminant(basis, q.covDiag);
  const ofP = halfLogDeterminant(capacitanceBasis(p.covFactor, p.covDiag), p.covDiag);
  const own = tf.sum(tf.sub(tf.mul(tf.div(p.covDiag, q.covDiag), inverseDiagonal(basis, q.eventShape[0])), 1), -1);
  const shared = quadraticForm(basis, q.covDiag, transposeMatrix(p.covFactor));
  const offset = quadraticForm(basis, q.covDiag, tf.expandDims(tf.sub(p.loc, q.loc), -2));
  return tf.add(tf.mul(0.5, tf.add(own, tf.add(shared, offset))), tf.sub(ofQ, ofP));
};
