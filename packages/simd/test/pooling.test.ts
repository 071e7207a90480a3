import * as tf from "@tensorflow/tfjs-core";
import { checkGradients } from "@variate/testing";
import { beforeAll, describe, it } from "vitest";
import { expectAsCpu, numbers } from "./compare.js";

type Case = [shape: [number, number, number, number], window: [number, number], strides: [number, number], pad: "same" | "valid" | number];

const cases: Case[] = [
  [[2, 6, 6, 4], [2, 2], [2, 2], "valid"],
  [[3, 7, 9, 5], [3, 2], [2, 1], "same"],
  [[1, 8, 5, 1], [2, 3], [1, 2], 1],
  [[2, 5, 5, 70], [3, 3], [1, 1], "same"],
  [[4, 32, 31, 19], [2, 2], [2, 2], "same"],
  [[2, 4, 4, 3], [4, 4], [1, 1], "valid"],
];

describe("pooling", () => {
  for (const [shape, window, strides, pad] of cases) {
    const floor = typeof pad === "number" ? "floor" : undefined;
    it(`pools ${shape.join("x")} by ${window.join("x")}, strides ${strides.join("x")}, padding ${pad}, as tfjs does`, async () => {
      const x = () => numbers(shape) as tf.Tensor4D;
      await expectAsCpu(() => [tf.maxPool(x(), window, strides, pad, floor), tf.avgPool(x(), window, strides, pad, floor)], { relative: 1e-6 });
      await expectAsCpu(() => tf.grad((y: tf.Tensor) => tf.sum(tf.square(tf.maxPool(y as tf.Tensor4D, window, strides, pad, floor))))(x()), { relative: 2e-6 });
    });
  }

  it("ignores NaN in a maximum and keeps it in a mean, as tfjs does", async () => {
    const values = Float32Array.from({ length: 6 * 6 * 5 }, (_, i) => (i % 7 === 3 ? NaN : i % 11 === 5 ? -Infinity : i % 13 === 1 ? Infinity : Math.sin(i)));
    for (let i = 0; i < 2; i++) for (let c = 0; c < 5; c++) values[i * 5 + c] = values[(6 + i) * 5 + c] = NaN;
    await expectAsCpu(() => [tf.maxPool(tf.tensor4d(values, [1, 6, 6, 5]), 2, 2, "valid"), tf.avgPool(tf.tensor4d(values, [1, 6, 6, 5]), 2, 2, "valid")], { relative: 1e-6 });
    await expectAsCpu(() => tf.grad((x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 1, "valid"))(tf.tensor4d(values, [1, 6, 6, 5])));
  });

  it("gives equal numbers to the first, as tfjs does", async () => {
    await expectAsCpu(() => tf.grad((x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 3, 1, "same"))(tf.round(numbers([2, 7, 7, 6]))));
  });

  it("has no windows where there are no images", async () => {
    await expectAsCpu(() => [tf.maxPool(tf.zeros([0, 4, 4, 3]) as tf.Tensor4D, 2, 2, "valid"), tf.avgPool(tf.zeros([2, 4, 4, 0]) as tf.Tensor4D, 2, 2, "valid")]);
  });

  describe("gradients", () => {
    beforeAll(async () => void (await tf.setBackend("simd")));

    it("agree with differences", () => {
      // Means of windows that overlap; numbers a step apart, whose order no difference changes.
      checkGradients((x) => tf.avgPool(x as tf.Tensor4D, [3, 2], [1, 2], "valid"), [numbers([2, 5, 6, 5])]);
      const apart = tf.tensor4d(Float32Array.from({ length: 2 * 5 * 6 * 5 }, (_, i) => ((i * 97) % 300) / 75 - 2), [2, 5, 6, 5]);
      checkGradients((x) => tf.maxPool(x as tf.Tensor4D, [3, 2], [1, 2], "same"), [apart]);
    });
  });
});
