import * as tf from "@tensorflow/tfjs-core";
import { formatShape } from "@variate/math";
import type { Categorical } from "../families/categorical.js";
import { logProbabilities } from "../families/categoricalWeights.js";
import type { OneHotCategorical } from "../families/oneHotCategorical.js";
import { weightedDifference } from "../weightedDifference.js";
import type { KlRule } from "./table.js";

/**
 * KL(p‖q) = Σ p_k (log p_k − log q_k)
 *
 * Infinity where q excludes a class that p gives; a class that p excludes adds 0.
 */
export const klCategorical: KlRule<Categorical | OneHotCategorical, Categorical | OneHotCategorical> = (p, q) => {
  const ofP = logProbabilities(p);
  const ofQ = logProbabilities(q);
  if (ofP.shape.at(-1) !== ofQ.shape.at(-1)) {
    throw new Error(
      `klDivergence: expected two ${p.family} with one number of classes; got weights ${formatShape(ofP.shape)} ` +
        `and ${formatShape(ofQ.shape)}.`,
    );
  }
  return tf.sum(weightedDifference(ofP, ofQ), -1);
};
