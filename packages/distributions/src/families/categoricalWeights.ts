import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { exactSum, isEqual, logSumExp, roundedExponential, select, shareOfSum, tidy, withGradientOf, withoutGradient, type NumericInput, type Rounded, type Shape } from "@variate/math";
import { gumbelDraws, type RandomKey } from "@variate/random";
import { arrayOf, nonNegative, type Constraint } from "../constraints.js";
import { weightedDifference } from "../weightedDifference.js";
import { safeLog } from "../safeLog.js";
import { exactly, withOdds, type GivenOdds } from "../odds.js";
import { exactTotal } from "./dirichletLogProb.js";

/**
 * Exactly one of the classes' probabilities and their logarithms, along the last axis. Both are relative: they are
 * divided by their sum.
 */
export type CategoricalParameters =
  | { readonly logits: NumericInput; readonly probs?: never }
  | { readonly probs: NumericInput; readonly logits?: never };

// Minus infinity is a legal logit: it excludes a class.
const logitsVector: Constraint = {
  name: "logits", description: "vectors of numbers below infinity, not all -Infinity", eventRank: 1, discrete: false,
  contains: (value) => tidy(() => tf.less(tf.abs(logSumExp(value, -1)), Infinity)),
};
const weightVector: Constraint = {
  ...arrayOf(nonNegative, 1), name: "weights", description: "vectors of numbers of 0 or more, not all 0",
  contains: (value) =>
    tidy(() => tf.logicalAnd(arrayOf(nonNegative, 1).contains(value), tf.greater(tf.sum(value, -1), 0))),
};

const weights = { logits: logitsVector, probs: weightVector };

/** The constraints of `probs` or `logits`, whichever is given, beside those of a family's other parameters. */
export const withWeights = <K extends string>(family: string, parameters: CategoricalParameters, constraints: Readonly<Record<K, Constraint>>): Readonly<Record<K, Constraint>> =>
  withOdds(family, parameters, constraints, weights);

/** Number of classes of the weights given, along the last axis. */
export function classCount({ logits, probs }: GivenOdds): number {
  return (logits ?? (probs as Tensor)).shape.at(-1) as number;
}

/**
 * Logits less their largest, which are those of the same distribution: log probabilities taken from them keep the digits
 * that a difference of large logits loses.
 */
const lowered = (logits: Tensor): Tensor => tf.sub(logits, largestOf(logits));

const largestOf = (logits: Tensor): Tensor =>
  withoutGradient(() =>
    tidy(() => {
      const m = tf.max(logits, -1, true);
      return select(tf.isFinite(m), m, 0);
    }),
  );

/** Log probabilities of all classes, along the last axis. Call it inside `tidy`. */
export function logProbabilities({ logits, probs }: GivenOdds): Tensor {
  if (logits === undefined) return safeLog(probabilities({ probs: probs as Tensor }));
  const own = lowered(logits);
  return tf.sub(own, logSumExp(own, -1, true));
}

/** Probabilities of all classes, along the last axis. Call it inside `tidy`. */
export function probabilities({ logits, probs }: GivenOdds): Tensor {
  return logits !== undefined ? tf.exp(logProbabilities({ logits })) : tf.div(probs as Tensor, tf.sum(probs as Tensor, -1, true));
}

/** The same to twice the digits of float32; the sum of weights is held to as many. Call it inside `tidy`. */
export function roundedProbabilities(given: GivenOdds): Rounded {
  const { logits } = given;
  const { value, error } = withoutGradient(() =>
    roundedShares(logits === undefined ? exactly(given.probs as Tensor) : roundedExponential(exactSum(logits, tf.neg(largestOf(logits))))),
  );
  return { value: withGradientOf(probabilities(given), value), error };
}

/** Weights over their sum along the last axis. Call it off the tape, inside `tidy`. */
export function roundedShares(weights: Rounded): Rounded {
  const total = exactTotal(weights.value);
  const share = shareOfSum(weights.value, { value: total.value, error: tf.add(total.error, tf.sum(weights.error, -1, true)) });
  return { value: share.value, error: tf.add(share.error, tf.div(weights.error, total.value)) };
}

/**
 * Σ share · log probability over the classes, for shares that sum to 1: one-hot vectors, or vectors that spread.
 * A class of share 0 adds 0 even if it is excluded, and gets no gradient but through the total. Call it inside `tidy`.
 */
export function expectedLogProbability({ logits, probs }: GivenOdds, shares: Tensor): Tensor {
  const unused = isEqual(shares, 0);
  const own = logits === undefined ? undefined : lowered(logits);
  const logWeights = own !== undefined ? select(unused, 0, own) : tf.log(select(unused, 1, probs as Tensor));
  const logTotal = own !== undefined ? logSumExp(own, -1) : tf.log(tf.sum(probs as Tensor, -1));
  return tf.sub(tf.sum(tf.mul(shares, logWeights), -1), logTotal);
}

/** −Σ p log p in nats. Call it inside `tidy`. */
export function categoricalEntropy(given: GivenOdds): Tensor {
  const logs = logProbabilities(given);
  return tf.neg(tf.sum(weightedDifference(logs, tf.zerosLike(logs)), -1));
}

/** Indices of the largest log weight plus standard Gumbel noise: exact draws of the class. Call it inside `tidy`. */
export function drawClasses(given: GivenOdds, key: RandomKey, shape: Shape): Tensor {
  return withoutGradient(() => {
    const logWeights = given.logits ?? tf.log(given.probs as Tensor);
    return tf.argMax(tf.add(logWeights, gumbelDraws(key, shape)), -1);
  });
}
