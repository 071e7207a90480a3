import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { broadcastShapes, isBetween, select, tidy, withoutGradient, type Shape } from "@variate/math";

/** Bounds of a support of integers, −Infinity aside: a search that may go below starts where the cdf is 0. */
export interface IntegerRange {
  readonly low: Tensor | number;
  readonly high: Tensor | number;
}

// Half the spacing of what float32 distribution functions are worth: p = 0.5 finds k where the cdf came out as 0.49999998.
const ROUNDING = 3e-7;
// Up to 10³³: beyond 10³⁶ the incomplete gamma and beta functions overflow.
const POWERS = 111;
const WAYS = 64;
const ROUNDS = 4;

/**
 * The smallest integer k ≥ low whose cdf reaches `p`, to the rounding of float32: p (1 − 3e-7) counts as reached.
 * Without gradient; `low` at p = 0, `high` at p = 1, NaN outside [0, 1].
 *
 * Powers of 2 above `low` are tried first, all at once, then the gap that holds k is divided by 64 four times: 2²⁴ parts,
 * as float32 has.
 *
 * @param cdf - Right at integers, at and above low; broadcasts along leading axes.
 */
export function integerQuantile(p: Tensor, batchShape: Shape, { low, high }: IntegerRange, cdf: (k: Tensor) => Tensor): Tensor {
  return withoutGradient(() =>
    tidy(() => {
      const shape = broadcastShapes("quantile", { p: p.shape, batch: batchShape });
      const target = tf.broadcastTo(tf.mul(p, 1 - ROUNDING), shape);
      const column = (values: readonly number[]): Tensor => tf.reshape(tf.tensor1d([...values]), [values.length, ...shape.map(() => 1)]);
      /** How many of the offsets along the first axis are too small; the cdf does not fall, so they are the first. */
      const short = (offsets: Tensor): Tensor => tf.sum(tf.cast(tf.less(cdf(tf.add(low, offsets)), target), "float32"), 0);

      const powers = Array.from({ length: POWERS }, (_, j) => 2 ** j - 1);
      const doublings = short(tf.broadcastTo(column(powers), [POWERS, ...shape]));
      const found = tf.equal(doublings, 0);
      // The last offset that is too small, and how far beyond it k may be.
      let width = tf.pow(2, tf.maximum(tf.sub(doublings, 1), 0));
      let below = tf.sub(width, 1);
      const steps = column(Array.from({ length: WAYS - 1 }, (_, i) => i + 1));
      for (let round = 0; round < ROUNDS; round++) {
        width = tf.maximum(tf.div(width, WAYS), 1);
        below = tf.add(below, tf.mul(width, short(tf.add(below, tf.mul(steps, width)))));
      }
      const k = tf.add(low, select(found, 0, tf.add(below, width)));
      const inside = tf.minimum(k, high);
      const atEnds = select(tf.equal(tf.broadcastTo(p, shape), 1), tf.broadcastTo(high, shape), inside);
      return select(isBetween(p, 0, 1), atEnds, NaN);
    }),
  );
}
