import * as tf from "@tensorflow/tfjs-core";
import "@variate/simd";
import { beforeAll, describe, expect, it } from "vitest";

beforeAll(() => tf.setBackend("simd"));

describe("reductions", () => {
  it("give equal whole numbers as their mean, however many there are", () => {
    for (let count = 1; count <= 130; count++) {
      const means = tf.tidy(() => tf.concat([
        tf.reshape(tf.mean(tf.fill([count], -7)), [1]),
        tf.mean(tf.fill([count, 5], -7), 0),
        tf.mean(tf.fill([3, count], 41), 1),
      ]));
      expect([...means.dataSync()]).toEqual([-7, -7, -7, -7, -7, -7, 41, 41, 41]);
      means.dispose();
    }
  });

  it("do not drift over ten million terms, as a sum in float32 alone does", () => {
    const sum = tf.tidy(() => tf.sum(tf.fill([10_000_000], 0.1)));
    expect(Math.abs((sum.dataSync()[0] as number) / (1e7 * Math.fround(0.1)) - 1)).toBeLessThan(1e-6);
    sum.dispose();
  });
});
