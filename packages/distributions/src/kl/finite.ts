import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { Distribution, HasEnumerableSupport } from "../distribution.js";
import { weightedDifference } from "../weightedDifference.js";
import type { KlRule, With } from "./table.js";

/** KL(p‖q) = Σ p(x) (log p(x) − log q(x)) over the values of p, which are finitely many. */
export const klFinite: KlRule<Distribution & HasEnumerableSupport> = (p, q) => {
  const values = alongBatch(p.enumerateSupport(), p, q);
  return tf.sum(weightedDifference(p.logProb(values), q.logProb(values)), 0);
};

/** KL(deterministic‖q) = −log q(loc), for discrete q. */
export const klFromPoint: KlRule<With<"loc">> = (p, q) => tf.sub(0, q.logProb(p.loc));

/** Values [count, ...batch of p, ...event] with axes of size 1 where only q has a batch. */
function alongBatch(values: Tensor, p: Distribution, q: Distribution): Tensor {
  const missing = Math.max(0, q.batchShape.length - p.batchShape.length);
  const [count, ...rest] = values.shape as [number, ...number[]];
  return tf.reshape(values, [count, ...Array.from({ length: missing }, () => 1), ...rest]);
}

/** `klFinite` where p and q are discrete, p lists its values, and their number is not a matter of the batch. */
export const finiteRule = (p: Distribution, q: Distribution): KlRule | undefined =>
  "enumerateSupport" in p && p.support.discrete && q.support.discrete ? (klFinite as unknown as KlRule) : undefined;

