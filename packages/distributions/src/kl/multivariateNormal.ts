import * as tf from "@tensorflow/tfjs-core";
import { triangularLogDeterminant, triangularSolve, tril } from "@variate/math";
import type { MultivariateNormal } from "../families/multivariateNormal.js";
import type { KlRule } from "./table.js";

/**
 * KL(N(μ_p, PPᵀ)‖N(μ_q, QQᵀ)) = ½ (‖Q⁻¹P‖²_F + ‖Q⁻¹(μ_p − μ_q)‖² − n) + log |Q| − log |P|
 */
export const klMultivariateNormal: KlRule<MultivariateNormal, MultivariateNormal> = (p, q) => {
  const n = p.eventShape[0];
  const ratio = triangularSolve(q.scaleTril, tril(p.scaleTril));
  const offset = triangularSolve(q.scaleTril, tf.expandDims(tf.sub(p.loc, q.loc), -1));
  const squares = tf.add(tf.sum(tf.square(ratio), [-2, -1]), tf.sum(tf.square(offset), [-2, -1]));
  const logRatio = tf.sub(triangularLogDeterminant(q.scaleTril), triangularLogDeterminant(p.scaleTril));
  return tf.add(tf.mul(0.5, tf.sub(squares, n)), logRatio);
};
