import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { fused, isGreater, select, stirlingRemainder, sumToShape, tidy, withoutGradient } from "@variate/math";
import { countDeviance, factorialRest, isCount, risingDigamma } from "../countMass.js";
import type { Chance } from "../odds.js";

/** What a negative binomial mass is made of: successes `value` of probability p before `totalCount` failures. */
type Inputs = Readonly<Record<"value" | "totalCount" | "logProbs" | "logOthers" | "probs" | "others", Tensor>>;

/**
 * log of the negative binomial mass, log Γ(x + r) − log Γ(r) − log x! + x log p + r log(1 − p), in nats, r > 0 the number
 * of failures; −Infinity where x is no whole number. Broadcasts.
 *
 * Gradient: x in log p, r in log(1 − p), ψ(x + r) − ψ(r) + log(1 − p) in r without cancellation; none in the count.
 */
export function negativeBinomialLogProb(value: Tensor, totalCount: Tensor, chance: Chance): Tensor {
  const [probs, others] = withoutGradient(() => [chance.probs(), chance.others()]) as [Tensor, Tensor];
  const inputs = { value, totalCount, logProbs: chance.logProbs(), logOthers: chance.logOthers(), probs, others };
  const safely = (own: Inputs): Tensor =>
    tidy(() => {
      const legal = isCount(own.value);
      return select(legal, negativeBinomialMass({ ...own, value: select(legal, own.value, 0) }), -Infinity);
    });
  return fused("variate.negativeBinomialLogProb", inputs, safely, {
    gradient: (dy, { value: given, totalCount: r, logProbs, logOthers }) => {
      const legal = isCount(given);
      const x = select(legal, given, 0);
      const own = select(legal, dy, 0);
      return {
        logProbs: sumToShape(tf.mul(own, x), logProbs.shape),
        logOthers: sumToShape(tf.mul(own, r), logOthers.shape),
        totalCount: sumToShape(tf.mul(own, tf.add(risingDigamma(r, x), logOthers)), r.shape),
      };
    },
  });
}

/**
 * The mass itself, for whole x ≥ 0; off the tape, inside `tidy`. With N = x + r, f(x) = log x! − (x log x − x), s the
 * Stirling remainder and D the deviance,
 *
 *   ½ log(r / N) + s(N) − s(r) − f(x) − D(r, N (1 − p)) − D(x, N p)   for x > 0,   r log(1 − p) at 0
 *
 * Reference: Loader (2000).
 */
export function negativeBinomialMass({ value, totalCount: r, logProbs, logOthers, probs, others }: Inputs): Tensor {
  const positive = isGreater(value, 0);
  const x = select(positive, value, 1);
  const n = tf.add(x, r);
  const ratio = tf.mul(0.5, tf.sub(tf.log(r), tf.log(n)));
  const remainders = tf.sub(tf.sub(stirlingRemainder(n), stirlingRemainder(r)), factorialRest(x));
  const deviances = tf.add(countDeviance(r, n, others, logOthers), countDeviance(x, n, probs, logProbs));
  return select(positive, tf.sub(tf.add(ratio, remainders), deviances), tf.mul(r, logOthers));
}
