import * as tf from "@tensorflow/tfjs-core";
import type { Distribution, HasEnumerableSupport } from "../distribution.js";
import { weightedDifference } from "../weightedDifference.js";
import type { KlRule } from "./table.js";

/** KL(p‖q) = Σ p(x) (log p(x) − log q(x)) over the values of p, which are finitely many. */
export const klFinite: KlRule<Distribution & HasEnumerableSupport> = (p, q) => {
  const values = p.enumerateSupport();
  return tf.sum(weightedDifference(p.logProb(values), q.logProb(values)), 0);
};

/** `klFinite` where p and q are discrete, p lists its values, and their number is not a matter of the batch. */
export const finiteRule = (p: Distribution, q: Distribution): KlRule | undefined =>
  "enumerateSupport" in p && p.support.discrete && q.support.discrete ? (klFinite as unknown as KlRule) : undefined;

