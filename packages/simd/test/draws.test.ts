import "@variate/simd";
import * as tf from "@tensorflow/tfjs-core";
import { normalArray, normalDraws, randomKey, uniformArray, uniformDraws } from "@variate/random";
import { beforeAll, describe, expect, it } from "vitest";

beforeAll(async () => {
  await tf.setBackend("simd");
});

describe("draws made in the backend's memory", () => {
  it.each([
    ["uniform", uniformDraws, uniformArray],
    ["normal", normalDraws, normalArray],
  ] as const)("%s have the bits of those made on the host", (_, draws, array) => {
    for (const shape of [[], [1], [3, 5], [0, 4], [70_001], [33, 1, 7]]) {
      for (const seed of [0, 7, 2 ** 31 + 5]) {
        const tensor = draws(randomKey(seed), shape);
        expect(tensor.shape).toEqual(shape);
        expect(Buffer.compare(Buffer.from(tensor.dataSync<"float32">().buffer), Buffer.from(array(randomKey(seed), shape).buffer))).toBe(0);
        tensor.dispose();
      }
    }
  });

  it("refuses what is no key or shape, as the host does", () => {
    expect(() => normalDraws({ high: -1, low: 0 }, [2])).toThrow("normalDraws: expected a key");
    expect(() => uniformDraws(randomKey(0), [1.5])).toThrow("uniformDraws: expected a shape of whole numbers");
  });
});
