import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { fused, isLess, isLessEqual, select, sumToShape, tidy, withoutGradient } from "@variate/math";
import { countDeviance, factorialRest, isCount, summedEntropy } from "../countMass.js";
import type { Chance } from "../odds.js";

/**
 * log of the binomial mass, log C(n, x) + x log p + (n − x) log(1 − p), in nats; −Infinity where x is none of 0 … n.
 * Broadcasts.
 *
 *   = f(n) − f(x) − f(n − x) − D(x, n p) − D(n − x, n (1 − p)),   f(x) = log x! − (x log x − x), D the deviance
 *
 * Gradient: x in log p and n − x in log(1 − p); none in the counts.
 *
 * Reference: Loader (2000).
 */
export function binomialLogProb(value: Tensor, totalCount: Tensor, chance: Chance): Tensor {
  const [probs, others] = withoutGradient(() => [chance.probs(), chance.others()]) as [Tensor, Tensor];
  const inputs = { value, totalCount, logProbs: chance.logProbs(), logOthers: chance.logOthers(), probs, others };
  return fused("variate.binomialLogProb", inputs, (own) => tidy(() => mass(own)), {
    gradient: (dy, { value: x, totalCount: n, logProbs, logOthers }) => {
      const legal = isOutcome(x, n);
      const successes = select(legal, tf.mul(dy, x), 0);
      return {
        logProbs: sumToShape(successes, logProbs.shape),
        logOthers: sumToShape(select(legal, tf.mul(dy, tf.sub(n, x)), 0), logOthers.shape),
      };
    },
  });
}

const isOutcome = (x: Tensor, n: Tensor): Tensor => withoutGradient(() => tf.logicalAnd(isCount(x), isLessEqual(x, n)));

type Inputs = Readonly<Record<"value" | "totalCount" | "logProbs" | "logOthers" | "probs" | "others", Tensor>>;

function mass({ value, totalCount: n, logProbs, logOthers, probs, others }: Inputs): Tensor {
  const legal = isOutcome(value, n);
  const x = select(legal, value, 0);
  const rest = tf.sub(n, x);
  const coefficient = tf.sub(tf.sub(factorialRest(n), factorialRest(x)), factorialRest(rest));
  const deviances = tf.add(countDeviance(x, n, probs, logProbs), countDeviance(rest, n, others, logOthers));
  return select(legal, tf.sub(coefficient, deviances), -Infinity);
}

// From this variance v on the series below is right to 2e-6. Up to it the rarer outcome has a mean of at most 2v, and
// 128 terms hold all but 1e-15 of the mass.
const SERIES_FROM = 30;
const TERMS = 128;

/**
 * Entropy of a binomial count in nats: a sum over 0 … 127 of the rarer outcome where v = n p (1 − p) is below 30, and
 * from there on, with u = p (1 − p),
 *
 *   ½ log(2πe v) − (1 − 4u) / (12 v) − (1 − 4u + 2u²) / (24 v²) − …
 *
 * Reference: Knessl (1998), "Integral representations and asymptotic expansions for Shannon and Rényi entropies".
 */
export function binomialEntropy(totalCount: Tensor, chance: Chance): Tensor {
  const p = chance.probs();
  const q = chance.others();
  const u = tf.mul(p, q);
  const v = tf.mul(totalCount, u);
  const small = isLess(v, SERIES_FROM);
  const swap = isLess(q, p);
  const pick = (a: Tensor, b: Tensor): Tensor => select(swap, b, a);
  const rarer: Chance = {
    probs: () => pick(p, q),
    others: () => pick(q, p),
    logProbs: () => pick(chance.logProbs(), chance.logOthers()),
    logOthers: () => pick(chance.logOthers(), chance.logProbs()),
  };
  const few = select(small, totalCount, 1);
  const summed = summedEntropy(tf.zerosLike(few), TERMS, (k) => binomialLogProb(k, few, rarer));
  const safe = select(small, SERIES_FROM, v);
  const skew = tf.sub(1, tf.mul(4, u));
  const second = tf.div(tf.add(skew, tf.mul(2, tf.square(u))), tf.mul(24, safe));
  const corrections = tf.div(tf.add(tf.div(skew, 12), second), safe);
  const series = tf.sub(tf.mul(0.5, tf.add(Math.log(2 * Math.PI * Math.E), tf.log(safe))), corrections);
  return select(small, summed, series);
}
