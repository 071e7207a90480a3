import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Bernoulli } from "../families/bernoulli.js";
import type { KlRule } from "./table.js";
import { safeLog } from "../safeLog.js";
import { weightedDifference } from "../weightedDifference.js";

/**
 * KL(bernoulli‖bernoulli) = π_p (log π_p − log π_q) + (1 − π_p) (log(1 − π_p) − log(1 − π_q))
 *
 * Infinity where q excludes a value that p gives; a value that p excludes adds 0.
 */
export const klBernoulli: KlRule<Bernoulli, Bernoulli> = (p, q) => {
  const [ones, zeros] = logProbabilities(p);
  const [otherOnes, otherZeros] = logProbabilities(q);
  return tf.add(weightedDifference(ones, otherOnes), weightedDifference(zeros, otherZeros));
};

/** log P(1) and log P(0). */
function logProbabilities(d: Bernoulli): [Tensor, Tensor] {
  if (d.logits !== undefined) return [tf.neg(tf.softplus(tf.neg(d.logits))), tf.neg(tf.softplus(d.logits))];
  const probs = d.probs as Tensor;
  return [safeLog(probs), safeLog(tf.sub(1, probs))];
}
