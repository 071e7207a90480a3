import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { poissonArray, poissonDraws, randomKey } from "../src/index.js";
import { DRAWS, expectDistribution, readReference, type CdfPoint } from "./goodness.js";

const { rows, draws } = readReference<{
  rows: { rate: number; points: CdfPoint[] }[];
  draws: { rates: number[]; want: number[] };
}>("poisson");

describe("poisson draws", () => {
  test.each(rows)("rate $rate: the distribution function", ({ rate, points }) => {
    const sample = poissonArray(randomKey(17), rate, [DRAWS]);
    expect(sample.every((n) => n >= 0 && Number.isInteger(n))).toBe(true);
    expectDistribution(sample, points);
  });

  test("draws follow their definition", () => {
    expect([...poissonArray(randomKey(3), draws.rates, [12, 5])]).toEqual(draws.want);
  });

  test("each draw depends on its place and its own rate alone", () => {
    const key = randomKey(1);
    const long = poissonArray(key, 30, [100]);
    expect([...poissonArray(key, 30, [40])]).toEqual(Array.from(long.subarray(0, 40)));
    const mixed = poissonArray(key, [30, 2], [50, 2]);
    expect([...mixed].filter((_, i) => i % 2 === 0)).toEqual([...long].filter((_, i) => i % 2 === 0));
  });

  test("rates at the ends and outside", () => {
    expect([...poissonArray(randomKey(0), [0, -0, 1e-300, Infinity, -1, NaN], [6])]).toEqual([0, 0, 0, Infinity, NaN, NaN]);
    // A standard deviation of 1e150 is nothing beside a spacing of 1e284.
    expect([...poissonArray(randomKey(0), 1e300, [100])].every((n) => n === 1e300)).toBe(true);
  });

  test("no draws of no rates, and a number of rates that must fit", () => {
    expect([...poissonArray(randomKey(0), [], [0, 3])]).toEqual([]);
    expect(() => poissonArray(randomKey(0), [1, 2], [3])).toThrow("poissonArray: expected a number of rates that divides the draws of shape [3]; got 2.");
    expect(() => poissonDraws(randomKey(0), [], [3])).toThrow("poissonDraws: expected a number of rates that divides the draws of shape [3]; got 0.");
    expect(() => poissonDraws(3 as never, 1, [3])).toThrow("poissonDraws: expected a key");
    expect(() => poissonDraws(randomKey(0), 1, [-3])).toThrow("poissonDraws: expected a shape of whole numbers");
  });
});

describeOnBackends("poisson draws", () => {
  test("tensors hold the host values in float32", () => {
    expectNoLeak(() => {
      const tensor = poissonDraws(randomKey(2), [1, 20, 3e30], [2, 3]);
      expect(tensor.shape).toEqual([2, 3]);
      expect([...tensor.dataSync()]).toEqual([...Float32Array.from(poissonArray(randomKey(2), [1, 20, 3e30], [2, 3]))]);
      return tensor;
    });
  });
});
