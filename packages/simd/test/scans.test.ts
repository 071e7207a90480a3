import * as tf from "@tensorflow/tfjs-core";
import { checkGradients, expectClose } from "@variate/testing";
import { describe, it } from "vitest";
import { expectAsCpu, numbers } from "./compare.js";

const odd = (shape: number[]): tf.Tensor => tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => [1, NaN, Infinity, 2, -Infinity, -0, 5][(i * i) % 7] as number), shape);
const truth = (shape: number[], seed = 1, bound = 0): tf.Tensor => tf.greater(numbers(shape, seed), bound);

const shapes = [[1], [7], [3, 5], [5, 4], [2, 3, 9], [3, 7, 4], [2, 2, 3, 2, 2, 5], [130, 301]];

describe("extrema, scans and products along axes", () => {
  it("are those of tfjs along every axis", async () => {
    for (const shape of shapes) {
      for (let axis = 0; axis < shape.length; axis++) {
        for (const make of [numbers, odd, (s: number[]) => tf.round(numbers(s))]) {
          await expectAsCpu(() => [tf.argMax(make(shape), axis), tf.argMin(make(shape), axis)]);
        }
        await expectAsCpu(() => [tf.prod(numbers(shape), axis), tf.prod(odd(shape), axis, true)], { relative: 1e-6 });
        const steps = [[false, false], [true, false], [false, true], [true, true]] as const;
        await expectAsCpu(() => steps.flatMap(([exclusive, reverse]) => [tf.cumsum(numbers(shape), axis, exclusive, reverse), tf.cumsum(odd(shape), axis, exclusive, reverse)]), { relative: 1e-5, absolute: 1e-5 });
        await expectAsCpu(() => steps.map(([exclusive, reverse]) => tf.cumprod(tf.add(numbers(shape), 0.5), axis, exclusive, reverse)), { relative: 1e-4 });
      }
    }
  });

  it("are those of tfjs over several axes, all of them and none", async () => {
    await expectAsCpu(() => [tf.prod(numbers([3, 4, 5]), [0, 2]), tf.prod(numbers([3, 4, 5]), [1, 2]), tf.prod(numbers([3, 4, 5])), tf.prod(numbers([]))], { relative: 1e-6 });
    await expectAsCpu(() => [tf.argMax(numbers([3, 5]), -1), tf.prod(tf.zeros([0, 3]), 0), tf.prod(tf.zeros([3, 0]), 0), tf.cumsum(tf.zeros([0, 3]), 0), tf.argMax(tf.zeros([0, 3]), 1)]);
  });

  it("leave whole numbers to tfjs", async () => {
    const whole = (): tf.Tensor => tf.tensor([5, -3, 7, 7, 1, 2], [2, 3], "int32");
    await expectAsCpu(() => [tf.argMax(whole(), 1), tf.argMin(whole(), 0), tf.prod(whole(), 1), tf.cumsum(whole(), 1), tf.cumprod(whole(), 0)]);
  });

  it("sum as exactly as float32 holds the result", async () => {
    await tf.setBackend("simd");
    const x = tf.fill([1_000_000], 0.1);
    expectClose([tf.cumsum(x).dataSync()[999_999] as number], [1e6 * Math.fround(0.1)], { relative: 1e-7 });
  });
});

describe("softmax", () => {
  it("is that of float64", async () => {
    await tf.setBackend("simd");
    for (const shape of [[1], [3, 1], [4, 7], [2, 3, 10], [2, 1, 2, 1, 2, 5], [50, 1037], [3, 5000]]) {
      const logits = tf.mul(numbers(shape), 2);
      const [values, length] = [logits.dataSync(), shape.at(-1) as number];
      const expected = new Float64Array(values.length);
      for (let row = 0; row < values.length; row += length) {
        const exps = Array.from(values.subarray(row, row + length), (x) => Math.exp(x - Math.max(...values.subarray(row, row + length))));
        const sum = exps.reduce((p, q) => p + q);
        exps.forEach((e, i) => (expected[row + i] = e / sum));
      }
      // Relative to each probability: 2^-24 of a difference of logits, 8 at most, and roundings of exponential, sum and quotient.
      const ratio = Array.from(tf.softmax(logits).dataSync(), (p, i) => p / (expected[i] as number));
      expectClose(ratio, ratio.map(() => 1), { relative: 8 * 2 ** -24 + 3e-7 });
    }
  });

  it("has tfjs's NaN, and is uniform where all is equally unlikely", async () => {
    await expectAsCpu(() => [
      tf.softmax(tf.tensor2d([[NaN, 1, 2, 3, 4], [Infinity, 1, 2, 3, 4], [-Infinity, 1, 2, 3, 4], [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity], [1e38, 1e38, -1e38, 0, 1e38]])),
      tf.softmax(tf.tensor2d([[NaN, 1], [Infinity, 1], [-Infinity, 1], [3e38, -3e38]])), tf.softmax(tf.zeros([0, 3])),
    ], { relative: 1e-6 });
    await tf.setBackend("simd");
    checkGradients((x) => tf.softmax(x), [numbers([3, 7])]);
  });
});

describe("normalization of a batch", () => {
  it("is tfjs's, with and without scale and offset", async () => {
    for (const shape of [[7, 5], [3, 4, 2, 9], [100, 70, 8]]) {
      const channels = [shape.at(-1) as number];
      const run = (scale: boolean, offset: boolean): tf.Tensor =>
        tf.batchNorm(numbers(shape) as tf.Tensor4D, numbers(channels, 2) as tf.Tensor1D, tf.abs(numbers(channels, 3)) as tf.Tensor1D, offset ? (numbers(channels, 4) as tf.Tensor1D) : undefined, scale ? (numbers(channels, 5) as tf.Tensor1D) : undefined, 0.01);
      await expectAsCpu(() => [run(true, true), run(false, true), run(true, false), run(false, false)], { relative: 2e-6, absolute: 1e-6 });
    }
    await expectAsCpu(() => tf.batchNorm(numbers([3, 4]) as tf.Tensor2D, numbers([3, 4], 2) as tf.Tensor2D, tf.abs(numbers([3, 4], 3)) as tf.Tensor2D), { relative: 2e-6 });
    await tf.setBackend("simd");
    checkGradients((x, scale, offset) => tf.batchNorm(x as tf.Tensor2D, tf.tensor1d([0.1, 0.2, 0.3]), tf.tensor1d([1, 2, 3]), offset as tf.Tensor1D, scale as tf.Tensor1D), [numbers([4, 3]), numbers([3], 2), numbers([3], 3)]);
  });
});

describe("truth values", () => {
  it("are tfjs's", async () => {
    for (const shape of [[], [1], [17], [3, 5], [2, 3, 2, 3, 2, 3], [300, 211], [0, 3]]) {
      await expectAsCpu(() => [
        tf.logicalAnd(truth(shape), truth(shape, 2)), tf.logicalOr(truth(shape), truth(shape, 2)), tf.logicalNot(truth(shape)), tf.logicalXor(truth(shape), truth(shape, 2)),
        tf.isNaN(odd(shape)), tf.isFinite(odd(shape)), tf.isInf(odd(shape)),
      ]);
    }
    await expectAsCpu(() => [tf.logicalAnd(truth([3, 1]), truth([1, 4])), tf.logicalOr(truth([]), truth([5]))]);
  });

  it("are all or any along axes as in tfjs", async () => {
    for (const shape of [[1], [17], [3, 5], [2, 3, 4], [300, 211]]) {
      for (let axis = 0; axis < shape.length; axis++) {
        await expectAsCpu(() => [-1.9, 0, 1.9, 3, -3].flatMap((bound) => [tf.all(truth(shape, 1, bound), axis), tf.any(truth(shape, 1, bound), axis, true)]));
      }
      await expectAsCpu(() => [tf.all(truth(shape, 1, -3)), tf.any(truth(shape, 1, 1.99)), tf.all(truth(shape))]);
    }
  });
});
