import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, fused, isGreater, select, stirlingRemainder, sumToShape, tidy, type KernelInputs } from "@variate/math";
import { countDeviance, factorialRest, isCount, risingDigamma } from "../countMass.js";
import { chanceOf, expectedCounts, oddsSlope, type ExpectedCounts, type GivenRate } from "../odds.js";

/**
 * log of the negative binomial mass, log Γ(x + r) − log Γ(r) − log x! + x log p + r log(1 − p), in nats, r > 0 the number
 * of failures; −Infinity where x is no whole number. Broadcasts.
 *
 * Gradient: with N = x + r, (x − N p) / (p (1 − p)) in `probs`, x − N p in `logits`, minus that over the rate in `rate`, and ψ(N) − ψ(r) + log(1 − p) in r,
 * none of which cancels; none in the count.
 */
export function negativeBinomialLogProb(value: Tensor, totalCount: Tensor, given: GivenRate): Tensor {
  return fused("variate.negativeBinomialLogProb", { value, totalCount, ...given } as Inputs, (own) => tidy(() => mass(own)), {
    gradient: (dy, { value: count, totalCount: r, ...odds }) => {
      const legal = isCount(count);
      const x = select(legal, count, 0);
      const slope = oddsSlope(x, r, odds, expectedCounts(exactSum(x, r), odds));
      const [name, parameter] = Object.entries(odds)[0] as [string, Tensor];
      const inside = (each: Tensor): Tensor => select(legal, tf.mul(dy, each), 0);
      return {
        totalCount: sumToShape(inside(tf.add(risingDigamma(r, x), chanceOf(odds).logOthers())), r.shape),
        [name]: sumToShape(inside(slope), parameter.shape),
      };
    },
  });
}

interface Inputs extends KernelInputs {
  readonly value: Tensor;
  readonly totalCount: Tensor;
}

function mass({ value, totalCount: r, ...odds }: Inputs): Tensor {
  const legal = isCount(value);
  const x = select(legal, value, 0);
  const counts = expectedCounts(exactSum(select(isGreater(x, 0), x, 1), r), odds);
  return select(legal, negativeBinomialMass(x, r, counts, chanceOf(odds).logOthers()), -Infinity);
}

/**
 * The mass itself, for whole x ≥ 0; off the tape, inside `tidy`. With N = x + r, f(x) = log x! − (x log x − x), s the
 * Stirling remainder and D the deviance,
 *
 *   ½ log(r / N) + s(N) − s(r) − f(x) − D(r, N (1 − p)) − D(x, N p)   for x > 0,   r log(1 − p) at 0
 *
 * @param counts - N p and N (1 − p), where x > 0.
 * @param logOthers - log(1 − p), read at x = 0.
 *
 * Reference: Loader (2000).
 */
export function negativeBinomialMass(value: Tensor, r: Tensor, counts: ExpectedCounts, logOthers: Tensor): Tensor {
  const positive = isGreater(value, 0);
  const x = select(positive, value, 1);
  const n = tf.add(x, r);
  const ratio = tf.mul(0.5, tf.sub(tf.log(r), tf.log(n)));
  const remainders = tf.sub(tf.sub(stirlingRemainder(n), stirlingRemainder(r)), factorialRest(x));
  const { successes, failures, logSuccesses, logFailures } = counts;
  const deviances = tf.add(countDeviance(r, failures, logFailures), countDeviance(x, successes, logSuccesses));
  return select(positive, tf.sub(tf.add(ratio, remainders), deviances), tf.mul(r, logOthers));
}
