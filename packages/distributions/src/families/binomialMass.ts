import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, isLessEqual, select, smooth, withoutGradient, type KernelInputs } from "@variate/math";
import { countDeviance, factorialRest, isCount, summedEntropy } from "../countMass.js";
import { chanceOf, exactly, expectedCounts, oddsSlope, roundedChance, type GivenOdds } from "../odds.js";

/**
 * log of the binomial mass, log C(n, x) + x log p + (n − x) log(1 − p), in nats; −Infinity where x is none of 0 … n.
 * Broadcasts.
 *
 *   = f(n) − f(x) − f(n − x) − D(x, n p) − D(n − x, n (1 − p)),   f(x) = log x! − (x log x − x), D the deviance
 *
 * Gradient: (x − n p) / (p (1 − p)) in `probs`, x − n p in `logits`, without cancellation; none in the counts.
 *
 * Reference: Loader (2000).
 */
export function binomialLogProb(value: Tensor, totalCount: Tensor, given: GivenOdds): Tensor {
  const inputs = { value, totalCount, ...given } as Inputs;
  return smooth("variate.binomialLogProb", inputs, mass, ({ value: given, totalCount: n, ...odds }) => {
    const legal = isOutcome(given, n);
    const x = select(legal, given, 0);
    const slope = oddsSlope(x, tf.sub(n, x), odds, expectedCounts(exactly(n), roundedChance(odds)));
    return { [Object.keys(odds)[0] as string]: select(legal, slope, 0) };
  });
}

interface Inputs extends KernelInputs {
  readonly value: Tensor;
  readonly totalCount: Tensor;
}

const isOutcome = (x: Tensor, n: Tensor): Tensor => withoutGradient(() => tf.logicalAnd(isCount(x), isLessEqual(x, n)));

function mass({ value, totalCount: n, ...odds }: Inputs): Tensor {
  const legal = isOutcome(value, n);
  const x = select(legal, value, 0);
  const rest = tf.sub(n, x);
  const { successes, failures, logSuccesses, logFailures } = expectedCounts(exactly(n), roundedChance(odds));
  const coefficient = tf.sub(tf.sub(factorialRest(n), factorialRest(x)), factorialRest(rest));
  const deviances = tf.add(countDeviance(x, successes, logSuccesses), countDeviance(rest, failures, logFailures));
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
export function binomialEntropy(totalCount: Tensor, given: GivenOdds): Tensor {
  const { probs, others } = chanceOf(given);
  const u = tf.mul(probs(), others());
  const v = tf.mul(totalCount, u);
  const small = isLess(v, SERIES_FROM);
  const few = select(small, totalCount, 1);
  const summed = summedEntropy(tf.zerosLike(v), TERMS, (k) => binomialLogProb(k, few, rarer(given)));
  const safe = select(small, SERIES_FROM, v);
  const skew = tf.sub(1, tf.mul(4, u));
  const second = tf.div(tf.add(skew, tf.mul(2, tf.square(u))), tf.mul(24, safe));
  const corrections = tf.div(tf.add(tf.div(skew, 12), second), safe);
  const series = tf.sub(tf.mul(0.5, tf.add(Math.log(2 * Math.PI * Math.E), tf.log(safe))), corrections);
  return select(small, summed, series);
}

/** The odds of whichever of success and failure is the rarer. */
function rarer({ probs, logits }: GivenOdds): GivenOdds {
  if (logits !== undefined) return { logits: tf.neg(tf.abs(logits)) };
  const p = probs as Tensor;
  return { probs: select(isLess(p, 0.5), p, tf.sub(1, p)) };
}
