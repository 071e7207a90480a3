import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends } from "@variate/testing";
import { expect, test } from "vitest";
import { roundedExponential, roundedLogistic, type Rounded } from "../src/index.js";

/** The largest relative error of value + error against float64. */
function worst({ value, error }: Rounded, want: readonly number[]): number {
  const [values, errors] = [value.dataSync(), error.dataSync()];
  return Math.max(...want.map((w, i) => Math.abs((values[i] as number) + (errors[i] as number) - w) / w));
}

const POINTS = Array.from({ length: 2000 }, (_, i) => Math.fround(-50 * (i / 2000) ** 3 - i * 1e-6));

describeOnBackends("numbers of twice the digits", () => {
  test("exp(x) agrees with float64 to 4e-13, with what the error of x adds", () => {
    tf.tidy(() => {
      const error = POINTS.map((x) => Math.fround(x * 2 ** -26));
      const got = roundedExponential({ value: tf.tensor1d(POINTS), error: tf.tensor1d(error) });
      expect(worst(got, POINTS.map((x, i) => Math.exp(x + (error[i] as number))))).toBeLessThan(4e-13);
    });
  });

  test("exp is 1 at 0, and 0 far below and at −∞", () => {
    tf.tidy(() => {
      const { value, error } = roundedExponential({ value: tf.tensor1d([0, -150, -1e30, -Infinity]), error: tf.zeros([4]) });
      expect([...value.dataSync()]).toEqual([1, 0, 0, 0]);
      expect([...error.dataSync()].map(Math.abs)).toEqual([0, 0, 0, 0]);
    });
  });

  test("the logistic function agrees with float64 to 1e-13 on both sides, of any shape, and keeps its gradient", () => {
    tf.tidy(() => {
      const [at, against] = roundedLogistic(tf.tensor1d([...POINTS, ...POINTS.map((x) => -x)]));
      const points = [...POINTS, ...POINTS.map((x) => -x)];
      expect(worst(at, points.map((x) => 1 / (1 + Math.exp(-x))))).toBeLessThan(1e-13);
      expect(worst(against, points.map((x) => 1 / (1 + Math.exp(x))))).toBeLessThan(1e-13);
      expect(roundedLogistic(tf.scalar(0))[0].value.dataSync()[0]).toBe(0.5);
      const slope = tf.grad((x: tf.Tensor) => roundedLogistic(x)[0].value)(tf.tensor1d([-1, 2])).dataSync();
      [-1, 2].forEach((x, i) => expect(slope[i]).toBeCloseTo(Math.exp(x) / (1 + Math.exp(x)) ** 2, 6));
    });
  });
});
