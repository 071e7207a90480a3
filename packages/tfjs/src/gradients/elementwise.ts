import * as tf from "@tensorflow/tfjs-core";
import { sumTo } from "./broadcast.js";
import { defineGradient } from "./define.js";

/** Gradients of elementwise operations that tfjs has wrong at a point, in a case, or from the second order on. */
export const elementwiseGradients: readonly tf.GradConfig[] = [
  /** d|x|/dx = sign(x), so 0 at 0, the middle of the subgradients; tfjs has −1 there. */
  defineGradient(tf.Abs, { inputs: ["x"] }, (dy, { x }) => ({
    x: () => tf.mul(dy, tf.sign(tf.cast(x, "float32"))),
  })),

  /** d(a − b)²/da = 2 (a − b), summed where an input was broadcast; tfjs does not sum, and throws. */
  defineGradient(tf.SquaredDifference, { inputs: ["a", "b"] }, (dy, { a, b }) => {
    const twice = () => tf.mul(dy, tf.mul(2, tf.sub(tf.cast(a, "float32"), tf.cast(b, "float32"))));
    return { a: () => sumTo(twice(), a.shape), b: () => sumTo(tf.neg(twice()), b.shape) };
  }),

  /** To the larger, or the smaller, and to a where they are equal; tfjs does not sum where an input was broadcast. */
  ...([[tf.Maximum, tf.greaterEqual, tf.less], [tf.Minimum, tf.lessEqual, tf.greater]] as const).map(
    ([kernelName, choosesA, choosesB]) =>
      defineGradient(kernelName, { inputs: ["a", "b"] }, (dy, { a, b }) => ({
        a: () => sumTo(tf.mul(dy, tf.cast(choosesA(a, b), "float32")), a.shape),
        b: () => sumTo(tf.mul(dy, tf.cast(choosesB(a, b), "float32")), b.shape),
      })),
  ), // prettier-ignore

  /**
   * d(a/b)/da = 1/b and d(a/b)/db = −y/b; tfjs divides by b², which overflows or vanishes where b is beyond 1e19 or
   * below 1e-19, and then gives 0 or NaN.
   */
  defineGradient(tf.RealDiv, { inputs: ["a", "b"], outputs: ["y"] }, (dy, { a, b, y }) => ({
    a: () => sumTo(tf.div(dy, tf.cast(b, "float32")), a.shape),
    b: () => tf.neg(tf.div(sumTo(tf.mul(dy, y), b.shape), tf.cast(b, "float32"))),
  })),

  /**
   * d aᵇ/da = b aᵇ⁻¹, which is 0 where b is 0, also at a = 0, where tfjs has NaN.
   * d aᵇ/db = aᵇ log a, taken as 0 where a is not positive, at every order.
   */
  defineGradient(tf.Pow, { inputs: ["a", "b"], outputs: ["y"] }, (dy, { a, b, y }) => ({
    a: () => {
      const base = tf.cast(a, "float32");
      const exponent = tf.cast(b, "float32");
      const zeroToZero = tf.logicalAnd(tf.equal(exponent, 0), tf.equal(base, 0));
      const power = tf.pow(base, tf.where(zeroToZero, 0, tf.sub(exponent, 1)));
      return sumTo(tf.mul(dy, tf.mul(exponent, power)), a.shape);
    },
    b: () => {
      const base = tf.cast(a, "float32");
      const logarithm = tf.log(tf.where(tf.greater(base, 0), base, 1));
      return sumTo(tf.mul(dy, tf.mul(tf.cast(y, "float32"), logarithm)), b.shape);
    },
  })),

  /** elu's own gradient kernel is dy where y ≥ 0 and dy (y + 1) elsewhere. */
  defineGradient(tf.EluGrad, { inputs: ["dy", "y"] }, (ddx, { dy, y }) => ({
    dy: () => runEluGrad(ddx, y),
    y: () => tf.where(tf.greaterEqual(y, 0), 0, tf.mul(ddx, dy)),
  })),

  /** Selects instead of multiplying by the mask, so a NaN or an infinity on one side does not reach the other. */
  defineGradient(tf.Select, { inputs: ["condition"] }, (dy, { condition }) => ({
    condition: () => tf.zeros(condition.shape, "float32"),
    t: () => tf.where(condition, dy, 0),
    e: () => tf.where(condition, 0, dy),
  })),
];

function runEluGrad(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(tf.EluGrad, { dy, y });
}
