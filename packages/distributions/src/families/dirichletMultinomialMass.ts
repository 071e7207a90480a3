import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, fused, isGreater, isLess, log1p, roundedProduct, select, shareOfSum, sumToShape, tidy, type Rounded } from "@variate/math";
import { isCount, risingDigamma } from "../countMass.js";
import type { ExpectedCounts } from "../odds.js";
import { isCountVector } from "./multinomialMass.js";
import { negativeBinomialMass } from "./negativeBinomialMass.js";

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
  return fused("variate.dirichletMultinomialLogProb", { value, totalCount, concentration }, (own) => tidy(() => mass(own)), {
    gradient: (dy, { value: x, totalCount: n, concentration: a }) => {
      const legal = tf.expandDims(isCountVector(x, n), -1);
      const ofTotal = tf.expandDims(risingDigamma(tf.sum(a, -1), n), -1);
      const slope = tf.sub(risingDigamma(a, select(legal, x, 0)), ofTotal);
      return { concentration: sumToShape(select(legal, tf.mul(tf.expandDims(dy, -1), slope), 0), a.shape) };
    },
  });
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

interface Share {
  readonly probs: Rounded;
  readonly others: Rounded;
  readonly logProbs: Tensor;
  readonly logOthers: Tensor;
}

/** p = n / (n + α₀), with 1 − p and both logarithms. */
function shareOf(n: Tensor, total: Tensor): Share {
  const sum = exactSum(n, total);
  // log(x / (x + y)), with its digits where y is the smaller.
  const logPart = (x: Tensor, y: Tensor): Tensor => {
    const small = isLess(y, x);
    return select(small, tf.neg(log1p(tf.div(y, select(small, x, 1)))), tf.sub(tf.log(x), tf.log(sum.value)));
  };
  return { probs: shareOfSum(n, sum), others: shareOfSum(total, sum), logProbs: logPart(n, total), logOthers: logPart(total, n) };
}

function expectedOf(x: Tensor, r: Tensor, { probs, others, logProbs, logOthers }: Share): ExpectedCounts {
  const n = exactSum(select(isGreater(x, 0), x, 1), r);
  const logN = tf.log(n.value);
  return {
    successes: roundedProduct(n, probs), failures: roundedProduct(n, others),
    logSuccesses: tf.add(logN, logProbs), logFailures: tf.add(logN, logOthers),
  };
}
