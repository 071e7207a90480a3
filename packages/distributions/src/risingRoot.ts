import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient } from "@variate/math";

/** What a rising function exceeds 0 by, and by how much x is then too large: by several estimates, the best first. */
export interface Miss {
  readonly miss: Tensor;
  readonly excess: readonly Tensor[];
}

/**
 * Where a rising function crosses 0, elementwise: a fixed number of Newton's steps on the device, each of which narrows the
 * bracket; where one leaves it, or is not half the last, the next estimate takes its place, and in the end the middle. The
 * point with the smallest miss is the result. Without gradient.
 *
 * @param low, high - Finite bounds of the root.
 * @param start - Where to begin; the middle unless told.
 */
export function risingRoot(at: (x: Tensor) => Miss, low: Tensor, high: Tensor, start?: Tensor, steps = 30): Tensor {
  return withoutGradient(() =>
    tf.tidy(() => {
      const first = start ?? middle(low, high);
      let state: Tensor[] = [low, high, first, tf.scalar(Infinity), first, tf.scalar(Infinity)];
      for (let step = 0; step < steps; step++) {
        state = tf.tidy(() => {
          const [below, above, x, last, best, least] = state as [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];
          const { miss, excess } = at(x);
          const short = tf.less(miss, 0);
          const [lo, hi] = [tf.where(short, x, below), tf.where(short, above, x)];
          const next = excess.reduceRight((other, change) => {
            const moved = tf.sub(x, change);
            const inside = tf.logicalAnd(tf.greaterEqual(moved, lo), tf.lessEqual(moved, hi));
            return tf.where(tf.logicalAnd(inside, tf.lessEqual(tf.mul(2, tf.abs(change)), last)), moved, other);
          }, middle(lo, hi));
          const size = tf.abs(miss);
          const better = tf.less(size, least);
          return [lo, hi, next, tf.abs(tf.sub(next, x)), tf.where(better, x, best), tf.where(better, size, least)];
        });
      }
      return state[4] as Tensor;
    }),
  );
}

/**
 * The same root by the function and its slope, with gradients in what these depend on: those of the last step of Newton's.
 */
export function newtonRoot(at: (x: Tensor) => readonly [miss: Tensor, slope: Tensor], low: Tensor, high: Tensor, start?: Tensor): Tensor {
  const step = (x: Tensor): Miss => {
    const [miss, slope] = at(x);
    return { miss, excess: [tf.div(miss, slope)] };
  };
  const x = risingRoot(step, low, high, start);
  return tf.sub(x, step(x).excess[0] as Tensor);
}

/** About halfway on the grid of float32 itself: 0 between signs, the geometric mean of what lies powers apart. */
function middle(low: Tensor, high: Tensor): Tensor {
  const [a, b] = [tf.abs(low), tf.abs(high)];
  const small = tf.maximum(tf.minimum(a, b), 1e-37);
  const large = tf.maximum(a, b);
  const half = tf.add(tf.mul(0.5, low), tf.mul(0.5, high));
  const geometric = tf.mul(tf.sign(half), tf.mul(tf.sqrt(small), tf.sqrt(large)));
  const sameSign = tf.where(tf.greater(large, tf.mul(4, small)), geometric, half);
  return tf.where(tf.less(tf.mul(tf.sign(low), tf.sign(high)), 0), tf.zerosLike(half), sameSign);
}
