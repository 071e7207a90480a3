import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import {
  isGreaterEqual,
  isLess,
  logRegularizedBetaComplement,
  logRegularizedBetaOfLogit,
  regularizedBetaComplement,
  regularizedBetaOfLogit,
  select,
  withoutGradient,
} from "@variate/math";
import type { GivenOdds } from "./odds.js";

/** A distribution function on the scale it is asked for: as it is, or in logarithms. */
export const ENDS = { plain: [0, 1], log: [-Infinity, 0] } as const;
export type Ends = (typeof ENDS)[keyof typeof ENDS];

/**
 * A distribution function of integers at any x: its formula at ⌊x⌋ where low ≤ x < high, and its ends beyond.
 *
 * @param inside - The formula; sees whole numbers of the support alone.
 */
export function ofFloor(x: Tensor, low: Tensor | number, high: Tensor | number, [zero, one]: Ends, inside: (k: Tensor) => Tensor): Tensor {
  const above = isGreaterEqual(x, high);
  const below = isLess(x, low);
  const k = withoutGradient(() => tf.floor(select(tf.logicalOr(above, below), low, x)));
  return select(below, zero, select(above, one, inside(k)));
}

/** I_{1−p}(a, b), the incomplete beta function, or its logarithm, keeping the digits of p and 1 − p alike. */
export function betaOfOthers({ probs, logits }: GivenOdds, a: Tensor, b: Tensor, log: boolean): Tensor {
  if (probs !== undefined) return (log ? logRegularizedBetaComplement : regularizedBetaComplement)(b, a, probs);
  return (log ? logRegularizedBetaOfLogit : regularizedBetaOfLogit)(a, b, tf.neg(logits as Tensor));
}
