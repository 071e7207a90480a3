import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, isEqual, isLess, log1p, logistic, roundedLogistic, roundedProduct, safeWhere, select, shareOfSum, softplus, type NumericInput, type Rounded } from "@variate/math";
import { real, unitInterval, type Constraint } from "./constraints.js";
import { exactlyOne } from "./parameters.js";
import { safeLog } from "./safeLog.js";

/** Exactly one of a probability and its log odds, log(probs / (1 − probs)). */
export type Odds =
  | { readonly logits: NumericInput; readonly probs?: never }
  | { readonly probs: NumericInput; readonly logits?: never };

/** The two as a family's formulas see them: the one that was given. */
export interface GivenOdds {
  readonly probs?: Tensor;
  readonly logits?: Tensor;
}

/**
 * The constraints of a family's parameters with those of `probs` or `logits`, whichever is given.
 *
 * @throws Unless exactly one is given.
 */
export function withOdds<K extends string>(
  family: string,
  parameters: Readonly<Partial<Record<"probs" | "logits", unknown>>>,
  constraints: Readonly<Record<K, Constraint>>,
  odds: Readonly<Record<"probs" | "logits", Constraint>> = { probs: unitInterval, logits: real },
): Readonly<Record<K, Constraint>> {
  const given = exactlyOne(family, ["probs", "logits"], parameters);
  return { ...constraints, [given]: odds[given] };
}

/** A probability p, 1 − p, and their logarithms, each to its own relative accuracy. Call them inside `tidy`. */
export interface Chance {
  probs(): Tensor;
  others(): Tensor;
  /** log p; −Infinity at p = 0, where its gradient is 0, so that a factor of 0 leaves 0. */
  logProbs(): Tensor;
  logOthers(): Tensor;
}

/** The chance of which one of these is given. */
export function chanceOf({ probs, logits }: GivenOdds): Chance {
  return logits !== undefined ? fromLogits(logits) : fromProbs(probs as Tensor);
}

function fromLogits(logits: Tensor): Chance {
  return {
    probs: () => logistic(logits),
    others: () => logistic(tf.neg(logits)),
    logProbs: () => tf.neg(softplus(tf.neg(logits))),
    logOthers: () => tf.neg(softplus(logits)),
  };
}

function fromProbs(probs: Tensor): Chance {
  return {
    probs: () => probs,
    others: () => tf.sub(1, probs),
    logProbs: () => safeLog(probs),
    logOthers: () => safeLog1m(probs),
  };
}

/** log(1 − p), −Infinity at 1, where the gradient is 0 in place of infinite. */
function safeLog1m(p: Tensor): Tensor {
  return safeWhere(isEqual(p, 1), p, -Infinity, (x) => log1p(tf.neg(x)), 0.5);
}

/** A probability p and 1 − p to twice the digits of float32, with their logarithms for when they underflow. */
export interface RoundedChance {
  readonly probs: Rounded;
  readonly others: Rounded;
  readonly logProbs: Tensor;
  readonly logOthers: Tensor;
}

/** A number that float32 holds exactly. */
export const exactly = (value: Tensor): Rounded => ({ value, error: tf.zerosLike(value) });

/** The chance of which one of these is given. Call it inside `tidy`. */
export function roundedChance(given: GivenOdds): RoundedChance {
  const { logits } = given;
  const p = given.probs as Tensor;
  const [probs, others] = logits !== undefined ? roundedLogistic(logits) : [exactly(p), exactSum(tf.onesLike(p), tf.neg(p))];
  const chance = chanceOf(given);
  return { probs, others, logProbs: chance.logProbs(), logOthers: chance.logOthers() };
}

/** x / (x + y), of two positive numbers; the logarithms also at 0. Call it inside `tidy`. */
export function shareOf(x: Tensor, y: Tensor): RoundedChance {
  const sum = exactSum(x, y);
  // log(a / (a + b)), with its digits where b is the smaller.
  const logPart = (a: Tensor, b: Tensor): Tensor => {
    const small = isLess(b, a);
    return select(small, tf.neg(log1p(tf.div(b, select(small, a, 1)))), tf.sub(tf.log(a), tf.log(sum.value)));
  };
  return { probs: shareOfSum(x, sum), others: shareOfSum(y, sum), logProbs: logPart(x, y), logOthers: logPart(y, x) };
}

/** n p and n (1 − p) to twice the digits of float32, with their logarithms for when they underflow. */
export interface ExpectedCounts {
  readonly successes: Rounded;
  readonly failures: Rounded;
  readonly logSuccesses: Tensor;
  readonly logFailures: Tensor;
}

/** What n trials are expected to give; n may be 0. Call it inside `tidy`. */
export function expectedCounts(n: Rounded, { probs, others, logProbs, logOthers }: RoundedChance): ExpectedCounts {
  const logN = tf.log(select(isEqual(n.value, 0), 1, n.value));
  return {
    successes: roundedProduct(n, probs), failures: roundedProduct(n, others),
    logSuccesses: tf.add(logN, logProbs), logFailures: tf.add(logN, logOthers),
  };
}

/**
 * The slope of x log p + y log(1 − p) in whichever parameter is given, from x − n p, n = x + y, which is held to twice
 * the digits: that over p (1 − p) in `probs`, itself in `logits`.
 */
export function oddsSlope(x: Tensor, y: Tensor, { probs: p }: GivenOdds, { successes, failures }: ExpectedCounts): Tensor {
  const excess = (count: Tensor, { value, error }: Rounded): Tensor => tf.sub(tf.sub(count, value), error);
  const rarer = isLess(successes.value, failures.value);
  const residual = select(rarer, excess(x, successes), tf.neg(excess(y, failures)));
  if (p === undefined) return residual;
  const q = tf.sub(1, p);
  const inside = tf.div(tf.div(residual, p), q);
  // Of nothing the slope is 0, even where p is 0 or 1.
  const over = (count: Tensor, share: Tensor): Tensor => tf.div(count, select(isEqual(count, 0), 1, share));
  return select(isEqual(x, 0), tf.neg(over(y, q)), select(isEqual(y, 0), over(x, p), inside));
}
