import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { multinomialArray, multinomialDraws, randomKey } from "../src/index.js";
import { expectDistribution, readReference, type CdfPoint } from "./goodness.js";

const { rows, draws } = readReference<{
  rows: { totalCount: number; probs: number[]; marginals: CdfPoint[][]; firstTwo: CdfPoint[] }[];
  draws: { totalCounts: number[]; probs: number[]; want: number[] };
}>("multinomial");

function rowsOf(values: Float64Array, categories: number): number[][] {
  return Array.from({ length: values.length / categories }, (_, i) => [...values.subarray(i * categories, (i + 1) * categories)]);
}

describe("multinomial draws", () => {
  test.each(rows)("$totalCount trials, $probs: marginals, a sum of two, and the total", ({ totalCount, probs, marginals, firstTwo }) => {
    const sample = rowsOf(multinomialArray(randomKey(17), totalCount, probs, [100_000, probs.length]), probs.length);
    marginals.forEach((points, k) => expectDistribution(sample.map((row) => row[k] as number), points));
    expectDistribution(sample.map((row) => (row[0] as number) + (row[1] as number)), firstTwo);
    expect(sample.every((row) => row.every((n) => n >= 0 && Number.isInteger(n)))).toBe(true);
    expect(sample.every((row) => row.reduce((sum, n) => sum + n, 0) === totalCount)).toBe(true);
  });

  test("draws follow their definition", () => {
    expect([...multinomialArray(randomKey(3), draws.totalCounts, draws.probs, [10, 2, 3])]).toEqual(draws.want);
  });

  test("each draw depends on its place and its own parameters alone", () => {
    const key = randomKey(1);
    const long = rowsOf(multinomialArray(key, 40, [0.2, 0.8], [100, 2]), 2);
    expect(rowsOf(multinomialArray(key, 40, [0.2, 0.8], [30, 2]), 2)).toEqual(long.slice(0, 30));
    const mixed = rowsOf(multinomialArray(key, [40, 3], [0.2, 0.8, 0.5, 0.5], [50, 2, 2]), 2);
    expect(mixed.filter((_, i) => i % 2 === 0)).toEqual(long.filter((_, i) => i % 2 === 0));
  });

  test("categories without a chance get nothing, the last with one the rest", () => {
    for (const probs of [[1 / 3, 1 / 3, 1 / 3, 0], [0, 0.1, 0.7, 0.2], [0, 0, 1, 0], [1e-300, 0, 1e-308, 0]]) {
      const sample = rowsOf(multinomialArray(randomKey(4), 1000, probs, [500, 4]), 4);
      expect(sample.every((row) => row.every((n, k) => (probs[k] as number) > 0 || n === 0))).toBe(true);
      expect(sample.every((row) => row.reduce((sum, n) => sum + n, 0) === 1000)).toBe(true);
    }
    expect([...multinomialArray(randomKey(4), 0, [0.5, 0.5], [2])]).toEqual([0, 0]);
    expect([...multinomialArray(randomKey(4), 7, [0.5], [1])]).toEqual([7]);
  });

  test("rows count in proportion", () => {
    expect([...multinomialArray(randomKey(5), 50, [1, 2, 5], [9, 3])]).toEqual([...multinomialArray(randomKey(5), 50, [0.125, 0.25, 0.625], [9, 3])]);
  });

  test("illegal parameters give NaN throughout their own draw", () => {
    const probs = [0.5, 0.5, -0.1, 1.1, 0, 0, NaN, 1, Infinity, 1];
    const sample = rowsOf(multinomialArray(randomKey(0), 3, probs, [5, 2]), 2);
    expect(sample.map((row) => row.every(Number.isNaN))).toEqual([false, true, true, true, true]);
    const byCount = rowsOf(multinomialArray(randomKey(0), [3, -1, 1.5, NaN, Infinity], [0.5, 0.2, 0.3], [5, 3]), 3);
    expect(byCount.map((row) => row.every(Number.isNaN))).toEqual([false, true, true, true, true]);
  });

  test("the numbers of parameters must fit", () => {
    const key = randomKey(0);
    expect(() => multinomialArray(key, 3, [0.5, 0.5], [2, 3])).toThrow(
      "multinomialArray: expected rows of probabilities, as long as the last axis, that divide the draws of shape [2, 3]; got 2 probabilities.",
    );
    expect(() => multinomialDraws(key, 3, [1], [])).toThrow("multinomialDraws: expected rows of probabilities");
    expect(() => multinomialDraws(key, [3, 4], [0.5, 0.5], [3, 2])).toThrow("multinomialDraws: expected a number of total counts that divides the draws of shape [3]; got 2.");
    expect([...multinomialArray(key, 3, [0.5, 0.5], [0, 2]), ...multinomialArray(key, 3, [], [2, 0])]).toEqual([]);
  });
});

describeOnBackends("multinomial draws", () => {
  test("tensors hold the host values in float32", () => {
    expectNoLeak(() => {
      const tensor = multinomialDraws(randomKey(2), [10, 1000], [0.2, 0.3, 0.5], [2, 2, 3]);
      expect(tensor.shape).toEqual([2, 2, 3]);
      expect([...tensor.dataSync()]).toEqual([...multinomialArray(randomKey(2), [10, 1000], [0.2, 0.3, 0.5], [2, 2, 3])]);
      return tensor;
    });
  });
});
