import * as tf from "@tensorflow/tfjs-core";
import { sumTo } from "./broadcast.js";
import { defineGradient } from "./define.js";

/**
 * With C = A B, dA = dC Bᵀ and dB = Aᵀ dC; with transposed inputs, the same transposed.
 *
 * A batch dimension on which an input was repeated is summed, which tfjs leaves out.
 */
export const matMulGradient = defineGradient<{ transposeA: boolean; transposeB: boolean }, "a" | "b">(
  tf.BatchMatMul,
  { inputs: ["a", "b"] },
  (dy, { a, b }, { transposeA, transposeB }) => ({
    a: () => sumTo(transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB), a.shape),
    b: () => sumTo(transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false), b.shape),
  }),
);
