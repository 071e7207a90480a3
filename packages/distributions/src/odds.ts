import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, log1p, logistic, safeWhere, softplus, type NumericInput } from "@variate/math";
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

/** The chance of which `probs` or `logits` is the one given. */
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
