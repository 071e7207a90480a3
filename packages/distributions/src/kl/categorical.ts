import * as tf from "@variate/math/tf";
import { formatShape } from "@variate/math";
import type { Distribution } from "../distribution.js";
import { logProbabilities } from "../families/categoricalWeights.js";
import type { GivenOdds } from "../odds.js";
import { forTotal } from "./bernoulli.js";
import { massDeviance } from "./massDeviance.js";
import type { KlRule, With } from "./table.js";

/**
 * KL(p‖q) = Σ p_k (log p_k − log q_k)
 *
 * Infinity where q excludes a class that p gives; a class that p excludes adds 0.
 */
export const klCategorical: KlRule<Distribution & GivenOdds, Distribution & GivenOdds> = (p, q) => {
  const ofP = logProbabilities(p);
  const ofQ = logProbabilities(q);
  if (ofP.shape.at(-1) !== ofQ.shape.at(-1)) {
    throw new Error(
      `klDivergence: expected two ${p.family} with one number of classes; got weights ${formatShape(ofP.shape)} ` +
        `and ${formatShape(ofQ.shape)}.`,
    );
  }
  return tf.sum(massDeviance(ofP, ofQ), -1);
};

type Counts = Distribution & GivenOdds & With<"totalCount">;

/** KL(multinomial‖multinomial) = n KL(categorical‖categorical) for one totalCount n; otherwise as for `binomial`. */
export const klMultinomial: KlRule<Counts, Counts> = (p, q) => forTotal(p, q, tf.mul(p.totalCount, klCategorical(p, q)));
