import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcastShapes, isBetween, isLessEqual, logSumExp, select, withoutGradient } from "@variate/math";
import { weightedDifference } from "./weightedDifference.js";

/**
 * Sums over the support low, low + 1, …, low + count − 1 of a distribution of integers. `table` makes its log
 * probabilities, [count, ...batch], and is called in each formula, inside `tidy`; what an element of the batch lacks of the
 * support has −∞.
 */
export function finiteFormulas(low: number, batchShape: readonly number[], table: () => Tensor) {
  /** Numbers of a new first axis, before the axes of `x`. */
  const column = (logs: Tensor, rank: number): Tensor => tf.reshape(tf.range(low, low + (logs.shape[0] as number)), [logs.shape[0] as number, ...ones(rank)]);
  const along = (logs: Tensor): Tensor => column(logs, logs.rank - 1);
  const mean = (): Tensor => {
    const logs = table();
    return tf.sum(tf.mul(along(logs), tf.exp(logs)), 0);
  };
  /** The table with room for the axes of `x` before those of the batch, where k ≤ x; −∞ elsewhere. */
  const upTo = (x: Tensor): Tensor => {
    const logs = table();
    const [count, ...batch] = logs.shape as [number, ...number[]];
    const rank = Math.max(x.rank, batch.length);
    const wide = tf.reshape(logs, [count, ...ones(rank - batch.length), ...batch]);
    return select(isLessEqual(column(logs, rank), x), wide, -Infinity);
  };
  return {
    mean,
    variance: (): Tensor => {
      const logs = table();
      const excess = tf.sub(along(logs), mean());
      return tf.sum(tf.mul(tf.square(excess), tf.exp(logs)), 0);
    },
    mode: (): Tensor => withoutGradient(() => tf.add(low, tf.cast(tf.argMax(table(), 0), "float32"))),
    entropy: (): Tensor => {
      const logs = table();
      return tf.neg(tf.sum(weightedDifference(logs, tf.zerosLike(logs)), 0));
    },
    cdf: (x: Tensor): Tensor => tf.minimum(tf.sum(tf.exp(upTo(x)), 0), 1),
    logCdf: (x: Tensor): Tensor => tf.minimum(logSumExp(upTo(x), 0), 0),
    /** The smallest value whose cdf reaches p to 3e-7; the ends at 0 and 1. */
    quantile: (p: Tensor): Tensor =>
      withoutGradient(() => {
        const shape = broadcastShapes("quantile", { p: p.shape, batch: [...batchShape] });
        const logs = table();
        const [count, ...batch] = logs.shape as [number, ...number[]];
        const cumulative = tf.reshape(tf.cumsum(tf.exp(logs), 0), [count, ...ones(shape.length - batch.length), ...batch]);
        const short = tf.sum(tf.cast(tf.less(cumulative, tf.mul(tf.broadcastTo(p, shape), 1 - 3e-7)), "float32"), 0);
        const last = tf.sub(tf.sum(tf.cast(tf.greater(logs, -Infinity), "float32"), 0), 1);
        const steps = select(tf.equal(tf.broadcastTo(p, shape), 1), tf.broadcastTo(last, shape), tf.minimum(short, last));
        return select(isBetween(p, 0, 1), tf.add(low, steps), NaN);
      }),
    enumerateSupport: (): Tensor => {
      const logs = table();
      return tf.range(low, low + (logs.shape[0] as number));
    },
  };
}

const ones = (rank: number): number[] => Array.from({ length: rank }, () => 1);
