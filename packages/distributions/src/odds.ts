import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, isEqual, isLess, log1p, logistic, roundedProduct, safeWhere, select, shareOfSum, softplus, type NumericInput, type Rounded } from "@variate/math";
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

/** The same, or the odds against, (1 − p) / p, which are the rate of a gamma mixture of Poisson counts. */
export interface GivenRate extends GivenOdds {
  readonly rate?: Tensor;
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
export function chanceOf({ probs, logits, rate }: GivenRate): Chance {
  if (rate !== undefined) return fromRate(rate);
  return logits !== undefined ? fromLogits(logits) : fromProbs(probs as Tensor);
}

function fromRate(rate: Tensor): Chance {
  return {
    probs: () => tf.div(1, tf.add(1, rate)),
    others: () => tf.div(rate, tf.add(1, rate)),
    logProbs: () => tf.neg(log1p(rate)),
    // log(b / (1 + b)); 1 / b may overflow only where its logarithm is that of b.
    logOthers: () => safeWhere(isLess(rate, 1e-30), rate, tf.log, (b) => tf.neg(log1p(tf.div(1, b)))),
  };
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

/** n p and n (1 − p) to twice the digits of float32, with their logarithms for when they underflow. */
export interface ExpectedCounts {
  readonly successes: Rounded;
  readonly failures: Rounded;
  readonly logSuccesses: Tensor;
  readonly logFailures: Tensor;
}

/** What n trials are expected to give; n may be 0. Call it off the tape, inside `tidy`. */
export function expectedCounts(n: Rounded, given: GivenRate): ExpectedCounts {
  const chance = chanceOf(given);
  const whole = (value: Tensor): Rounded => ({ value, error: tf.zerosLike(value) });
  const { probs, rate } = given;
  const parts = (): [Rounded, Rounded] => {
    if (rate === undefined) return [whole(chance.probs()), probs === undefined ? whole(chance.others()) : exactSum(tf.onesLike(probs), tf.neg(probs))];
    const sum = exactSum(tf.onesLike(rate), rate);
    return [shareOfSum(tf.onesLike(rate), sum), shareOfSum(rate, sum)];
  };
  const [success, failure] = parts();
  const logN = tf.log(select(isEqual(n.value, 0), 1, n.value));
  return {
    successes: roundedProduct(n, success),
    failures: roundedProduct(n, failure),
    logSuccesses: tf.add(logN, chance.logProbs()),
    logFailures: tf.add(logN, chance.logOthers()),
  };
}

/**
 * The slope of x log p + y log(1 − p) in whichever parameter is given, from x − n p, n = x + y, which is held to twice
 * the digits: that over p (1 − p) in `probs`, itself in `logits`, and minus it over the rate in `rate`.
 */
export function oddsSlope(x: Tensor, y: Tensor, given: GivenRate, { successes, failures }: ExpectedCounts): Tensor {
  const excess = (count: Tensor, { value, error }: Rounded): Tensor => tf.sub(tf.sub(count, value), error);
  const rarer = isLess(successes.value, failures.value);
  const residual = select(rarer, excess(x, successes), tf.neg(excess(y, failures)));
  const { probs: p, rate } = given;
  if (rate !== undefined) return tf.neg(tf.div(residual, rate));
  if (p === undefined) return residual;
  const q = tf.sub(1, p);
  const inside = tf.div(tf.div(residual, p), q);
  // Of nothing the slope is 0, even where p is 0 or 1.
  const over = (count: Tensor, share: Tensor): Tensor => tf.div(count, select(isEqual(count, 0), 1, share));
  return select(isEqual(x, 0), tf.neg(over(y, q)), select(isEqual(y, 0), over(x, p), inside));
}
