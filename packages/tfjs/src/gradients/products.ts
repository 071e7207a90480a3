import * as tf from "@tensorflow/tfjs-core";
import { defineGradient } from "./define.js";

interface CumulativeAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** Gradients of products and running sums. */
export const productGradients: readonly tf.GradConfig[] = [
  /** d Π x / dxᵢ is the product of all others, which holds through zeros. */
  defineGradient<{ axis?: number | number[] | null }, "x">(tf.Prod, { inputs: ["x"] }, (dy, { x }, { axis }) => ({
    x: () => {
      const axes = tf.util.parseAxisParam(axis ?? x.shape.map((_, i) => i), x.shape);
      const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
      const order = [...kept, ...axes];
      const moved = tf.transpose(x, order);
      const rows = tf.reshape(moved, [-1, axes.reduce((product, i) => product * (x.shape[i] as number), 1)]);
      const others = tf.mul(tf.cumprod(rows, 1, true, false), tf.cumprod(rows, 1, true, true));
      const gradient = tf.mul(tf.reshape(dy, [-1, 1]), others);
      return tf.transpose(tf.reshape(gradient, moved.shape), inverse(order));
    },
  })),

  /** The same sum from the other end. tfjs transposes the result when the axis is not the last. */
  defineGradient<CumulativeAttributes>(tf.Cumsum, {}, (dy, _, { axis, exclusive, reverse }) => ({
    x: () => tf.cumsum(dy, axis, exclusive, !reverse),
  })),

  /**
   * With yᵢ = x₀ … xᵢ, dxₖ = (x₀ … xₖ₋₁) Sₖ, where Sₖ = Σ_{i ≥ k} dyᵢ xₖ₊₁ … xᵢ. No division, so zeros do no harm.
   */
  defineGradient<CumulativeAttributes, "x">(tf.Cumprod, { inputs: ["x"] }, (dy, { x }, { axis, exclusive, reverse }) => ({
    x: () => {
      const last = x.rank - 1;
      const order = x.shape.map((_, i) => i).filter((i) => i !== (axis + x.rank) % x.rank);
      order.push((axis + x.rank) % x.rank);
      const forwards = (t: tf.Tensor) => {
        const moved = tf.transpose(t, order);
        return tf.reshape(reverse ? tf.reverse(moved, last) : moved, [-1, moved.shape[last] as number]);
      };
      const rows = forwards(x);
      const later = forwards(dy);
      const before = tf.cumprod(rows, 1, true, false);
      const sums = suffixSums(shiftLeft(rows, 1), exclusive ? shiftLeft(later, 1) : later);
      const gradient = tf.reshape(tf.mul(before, sums), order.map((i) => x.shape[i] as number));
      return tf.transpose(reverse ? tf.reverse(gradient, last) : gradient, inverse(order));
    },
  })),
];

/**
 * Solves Sₖ = bₖ + aₖ Sₖ₊₁ along the rows of two matrices, with S = 0 past their end, in log₂ n doubling steps
 * (Hillis and Steele, 1986).
 */
function suffixSums(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const length = a.shape[1] as number;
  let factor = a;
  let sum = b;
  for (let step = 1; step < length; step *= 2) {
    sum = tf.add(sum, tf.mul(factor, shiftLeft(sum, step)));
    factor = tf.mul(factor, shiftLeft(factor, step));
  }
  return sum;
}

/** Row elements moved `step` places to the front, zeros behind. */
function shiftLeft(x: tf.Tensor, step: number): tf.Tensor {
  const [rows, columns] = x.shape as [number, number];
  return tf.pad(tf.slice(x, [0, Math.min(step, columns)], [rows, -1]), [[0, 0], [0, Math.min(step, columns)]]);
}

function inverse(order: readonly number[]): number[] {
  return order.map((_, i) => order.indexOf(i));
}
