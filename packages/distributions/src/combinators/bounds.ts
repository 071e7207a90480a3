import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, select, tidy, withoutGradient, type NumericInput } from "@variate/math";
import type { Constraint } from "../constraints.js";
import type { Distribution, HasCdf } from "../distribution.js";
import { logIntervalProbability, logSurvival } from "./intervals.js";

/** Where to cut a distribution of scalars; a bound that is left out is infinite. */
export interface Bounds {
  readonly low?: NumericInput;
  readonly high?: NumericInput;
}

/** Bounds may be infinite. */
export const bound: Constraint = {
  name: "bound", description: "numbers, or infinities", eventRank: 0, discrete: false,
  contains: (x) => tidy(() => withoutGradient(() => tf.logicalNot(tf.isNaN(x)))),
};

/** The parameters of a combinator with bounds. */
export const bothBounds = ({ low, high }: Bounds): { low: NumericInput; high: NumericInput } => ({
  low: low ?? -Infinity,
  high: high ?? Infinity,
});

/** log P(X ≤ x), also at infinities, of which families need not know. Call it inside `tidy`. */
export function logCdfAt(base: HasCdf, x: Tensor): Tensor {
  const finite = withoutGradient(() => tf.isFinite(x));
  return select(finite, base.logCdf(select(finite, x, 0)), select(isLess(x, 0), -Infinity, 0));
}

/** log P(X < x): that of the integer before, where values are integers. Call it inside `tidy`. */
export function logCdfBelow(base: Distribution & HasCdf, x: Tensor): Tensor {
  return logCdfAt(base, base.support.discrete ? tf.sub(tf.ceil(x), 1) : x);
}

/** log P(low ≤ X ≤ high). Call it inside `tidy`. */
export function logProbabilityBetween(base: Distribution & HasCdf, low: Tensor, high: Tensor): Tensor {
  return logIntervalProbability(logCdfBelow(base, low), logCdfAt(base, high));
}

/** log P(X ≥ x). Call it inside `tidy`. */
export const logProbabilityFrom = (base: Distribution & HasCdf, x: Tensor): Tensor => logSurvival(logCdfBelow(base, x));

/** x between the bounds, with its gradient where it is between them. */
export const clamp = (x: Tensor, low: Tensor, high: Tensor): Tensor =>
  select(isLess(x, low), low, select(isGreater(x, high), high, x));
