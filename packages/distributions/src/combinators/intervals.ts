import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, log1mexp, logSubExp, select } from "@variate/math";

/** A distribution of scalars by its log distribution function, accurate on both sides. */
export interface WithLogCdf {
  logCdf(value: Tensor): Tensor;
}

/** log P(X > x) from log P(X ≤ x), which the families keep accurate next to 0: exact down to about e⁻⁸⁷. Call it inside `tidy`. */
export function logSurvival(logCdf: Tensor): Tensor {
  // At 0 and at −∞ the derivative of log1mexp is infinite or 0/0: those ends are constants.
  const inside = tf.logicalAnd(isLess(logCdf, 0), isGreater(logCdf, -Infinity));
  return select(inside, log1mexp(select(inside, logCdf, -1)), select(isLess(logCdf, 0), 0, -Infinity));
}

/**
 * log P(a < X ≤ b) from log P(X ≤ a) and log P(X ≤ b), by the tail in which the interval lies, so that it keeps its digits on
 * both sides. −Infinity, with gradient 0, where the two are equal. Call it inside `tidy`.
 */
export function logIntervalProbability(logAtA: Tensor, logAtB: Tensor): Tensor {
  const upper = isGreater(logAtA, -Math.LN2);
  const larger = select(upper, logSurvival(logAtA), logAtB);
  const smaller = select(upper, logSurvival(logAtB), logAtA);
  const nonEmpty = isGreater(larger, smaller);
  return select(nonEmpty, logSubExp(select(nonEmpty, larger, 0), select(nonEmpty, smaller, -1)), -Infinity);
}
