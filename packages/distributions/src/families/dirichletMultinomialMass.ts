import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, isEqual, isGreater, select, smooth } from "@variate/math";
import { isCount, risingDigamma, risingRest } from "../countMass.js";
import { expectedCounts, shareOf, type ExpectedCounts, type RoundedChance } from "../odds.js";
import { isCountVector } from "./multinomialMass.js";
import { negativeBinomialMass } from "./negativeBinomialMass.js";
import { othersOf } from "./othersOf.js";

/**
 * log of the mass of counts x with sum n whose probabilities are a Dirichlet draw, in nats; −Infinity where x holds no
 * counts with sum n. With α₀ = Σ αᵢ and NB(x; r, p) the negative binomial mass it is, for any p,
 *
 *   Σ log NB(xᵢ; αᵢ, p) − log NB(n; α₀, p)
 *
 * and p = n / (n + α₀) leaves no large terms to subtract.
 *
 * @param value - [..., K], as `concentration`; `totalCount` broadcasts to the leading axes.
 *
 * Gradient: ψ(xᵢ + αᵢ) − ψ(αᵢ) − ψ(n + α₀) + ψ(α₀) in αᵢ; none in the counts.
 */
export function dirichletMultinomialLogProb(value: Tensor, totalCount: Tensor, concentration: Tensor): Tensor {
  return smooth("variate.dirichletMultinomialLogProb", { value, totalCount, concentration }, mass, ({ value: x, totalCount: n, concentration: a }) => {
    const legal = tf.expandDims(isCountVector(x, n), -1);
    const counts = select(legal, x, 0);
    const trials = tf.expandDims(n, -1);
    const total = tf.sum(a, -1, true);
    const none = isEqual(counts, 0);
    // 1/aᵢ − 1/α₀
    const inverses = tf.div(tf.div(othersOf(a), total), a);
    const slope = select(none, tf.neg(risingDigamma(total, trials)), tf.add(inverses, tf.sub(risingRest(a, counts), risingRest(total, trials))));
    return { concentration: select(legal, slope, 0) };
  }, { summed: true });
}

function mass({ value, totalCount, concentration: a }: Readonly<Record<"value" | "totalCount" | "concentration", Tensor>>): Tensor {
  const x = select(isCount(value), value, 0);
  const n = tf.expandDims(totalCount, -1);
  const total = tf.sum(a, -1, true);
  const share = shareOf(n, total);
  const each = negativeBinomialMass(x, a, expectedOf(x, a, share), share.logOthers);
  const whole = negativeBinomialMass(n, total, expectedOf(n, total, share), share.logOthers);
  return select(isCountVector(value, totalCount), tf.sub(tf.sum(each, -1), tf.squeeze(whole, [-1])), -Infinity);
}

function expectedOf(x: Tensor, r: Tensor, share: RoundedChance): ExpectedCounts {
  return expectedCounts(exactSum(select(isGreater(x, 0), x, 1), r), share);
}
