import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, logSumExp, select, tidy, withoutGradient, type NumericInput, type Shape } from "@variate/math";
import { gumbelDraws, type RandomKey } from "@variate/random";
import { arrayOf, nonNegative, type Constraint } from "../constraints.js";
import { weightedDifference } from "../weightedDifference.js";
import { safeLog } from "../safeLog.js";
import { exactlyOne, readParameters } from "../parameters.js";

/**
 * Exactly one of the classes' probabilities and their logarithms, along the last axis. Both are relative: they are
 * divided by their sum.
 */
export type CategoricalParameters =
  | { readonly logits: NumericInput; readonly probs?: never }
  | { readonly probs: NumericInput; readonly logits?: never };

/** What both categorical families are made of. */
export interface CategoricalWeights {
  readonly batchShape: number[];
  /** Number of classes. */
  readonly classes: number;
  /** The parameter given, under its own name. */
  readonly given: { readonly logits?: Tensor; readonly probs?: Tensor };
  readonly parameterConstraints: Readonly<Record<string, Constraint>>;
}

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

const constraints = { logits: { logits: logitsVector }, probs: { probs: weightVector } };

/** Reads `probs` or `logits`; both need a class axis. */
export function readWeights(family: string, parameters: CategoricalParameters): CategoricalWeights {
  if (exactlyOne(family, ["probs", "logits"], parameters) === "logits") {
    const { tensors, batchShape } = readParameters(family, constraints.logits, { logits: parameters.logits as NumericInput });
    return { batchShape, classes: lastSize(tensors.logits), given: tensors, parameterConstraints: constraints.logits };
  }
  const { tensors, batchShape } = readParameters(family, constraints.probs, { probs: parameters.probs as NumericInput });
  return { batchShape, classes: lastSize(tensors.probs), given: tensors, parameterConstraints: constraints.probs };
}

const lastSize = (x: Tensor): number => x.shape[x.rank - 1] as number;

/** The parameter of a categorical family, under its own name. */
type Given = CategoricalWeights["given"];

/**
 * Logits less their largest, which are those of the same distribution: log probabilities taken from them keep the digits
 * that a difference of large logits loses.
 */
function lowered(logits: Tensor): Tensor {
  const largest = withoutGradient(() =>
    tidy(() => {
      const m = tf.max(logits, -1, true);
      return select(tf.isFinite(m), m, 0);
    }),
  );
  return tf.sub(logits, largest);
}

/** Log probabilities of all classes, along the last axis. Call it inside `tidy`. */
export function logProbabilities({ logits, probs }: Given): Tensor {
  if (logits === undefined) return safeLog(probabilities({ probs: probs as Tensor }));
  const own = lowered(logits);
  return tf.sub(own, logSumExp(own, -1, true));
}

/** Probabilities of all classes, along the last axis. Call it inside `tidy`. */
export function probabilities({ logits, probs }: Given): Tensor {
  return logits !== undefined ? tf.exp(logProbabilities({ logits })) : tf.div(probs as Tensor, tf.sum(probs as Tensor, -1, true));
}

/**
 * Σ share · log probability over the classes, for shares that sum to 1: one-hot vectors, or vectors that spread.
 * A class of share 0 adds 0 even if it is excluded, and gets no gradient but through the total. Call it inside `tidy`.
 */
export function expectedLogProbability({ logits, probs }: Given, shares: Tensor): Tensor {
  const unused = isEqual(shares, 0);
  const own = logits === undefined ? undefined : lowered(logits);
  const logWeights = own !== undefined ? select(unused, 0, own) : tf.log(select(unused, 1, probs as Tensor));
  const logTotal = own !== undefined ? logSumExp(own, -1) : tf.log(tf.sum(probs as Tensor, -1));
  return tf.sub(tf.sum(tf.mul(shares, logWeights), -1), logTotal);
}

/** −Σ p log p in nats. Call it inside `tidy`. */
export function categoricalEntropy(given: Given): Tensor {
  const logs = logProbabilities(given);
  return tf.neg(tf.sum(weightedDifference(logs, tf.zerosLike(logs)), -1));
}

/** Indices of the largest log weight plus standard Gumbel noise: exact draws of the class. Call it inside `tidy`. */
export function drawClasses(given: Given, key: RandomKey, shape: Shape): Tensor {
  return withoutGradient(() => {
    const logWeights = given.logits ?? tf.log(given.probs as Tensor);
    return tf.argMax(tf.add(logWeights, gumbelDraws(key, shape)), -1);
  });
}
