import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { binomialArray, binomialDraws, randomKey } from "../src/index.js";
import { DRAWS, expectDistribution, readReference, type CdfPoint } from "./goodness.js";

const { probs, logits, draws } = readReference<{
  probs: { totalCount: number; probs: number; points: CdfPoint[] }[];
  logits: { totalCount: number; logits: number; points: CdfPoint[] }[];
  draws: { totalCounts: number[]; probs: number[]; want: number[] };
}>("binomial");

function expectCounts(sample: Float64Array, totalCount: number): void {
  expect(sample.every((n) => n >= 0 && n <= totalCount && Number.isInteger(n))).toBe(true);
}

describe("binomial draws", () => {
  test.each(probs)("$totalCount trials, probability $probs: the distribution function", ({ totalCount, probs: p, points }) => {
    const sample = binomialArray(randomKey(17), totalCount, p, [DRAWS]);
    expectCounts(sample, totalCount);
    expectDistribution(sample, points);
  });

  test.each(logits)("$totalCount trials, log odds $logits: the distribution function", ({ totalCount, logits: logit, points }) => {
    const sample = binomialArray(randomKey(18), totalCount, { logits: logit }, [DRAWS]);
    expectCounts(sample, totalCount);
    expectDistribution(sample, points);
  });

  test("draws follow their definition", () => {
    expect([...binomialArray(randomKey(3), draws.totalCounts, draws.probs, [10, 6])]).toEqual(draws.want);
  });

  test("each draw depends on its place and its own parameters alone", () => {
    const key = randomKey(1);
    const long = binomialArray(key, 50, 0.4, [100]);
    expect([...binomialArray(key, 50, 0.4, [40])]).toEqual([...long].slice(0, 40));
    const mixed = binomialArray(key, [50, 2, 50, 3e9], [0.4, 0.1], [25, 4]);
    expect([...mixed].filter((_, i) => i % 2 === 0)).toEqual([...long].filter((_, i) => i % 2 === 0));
  });

  test("nothing to count, and certain outcomes, at any total count", () => {
    for (const n of [0, 1, 7, 2 ** 24, 1e30]) {
      expect([...binomialArray(randomKey(0), n, [0, 1], [2])]).toEqual([0, n]);
      expect([...binomialArray(randomKey(0), n, { logits: [-Infinity, Infinity, -800, 800] }, [4])]).toEqual([0, n, 0, n]);
    }
  });

  test("illegal parameters give NaN", () => {
    expect(binomialArray(randomKey(0), [-1, 1.5, NaN, Infinity], 0.5, [4]).every(Number.isNaN)).toBe(true);
    expect(binomialArray(randomKey(0), 30, [-0.1, 1.1, NaN, Infinity], [4]).every(Number.isNaN)).toBe(true);
    expect(binomialArray(randomKey(0), 30, { logits: NaN }, [2]).every(Number.isNaN)).toBe(true);
  });

  test("the numbers of parameters must fit", () => {
    expect(() => binomialArray(randomKey(0), [1, 2], 0.5, [3])).toThrow("binomialArray: expected a number of counts that divides the draws of shape [3]; got 2.");
    expect(() => binomialDraws(randomKey(0), 1, [0.5, 0.1], [3])).toThrow("binomialDraws: expected a number of probabilities that divides the draws of shape [3]; got 2.");
    expect(() => binomialDraws(randomKey(0), 1, { logits: [] }, [3])).toThrow("binomialDraws: expected a number of logits that divides the draws of shape [3]; got 0.");
  });
});

describeOnBackends("binomial draws", () => {
  test("tensors hold the host values in float32", () => {
    expectNoLeak(() => {
      const tensor = binomialDraws(randomKey(2), [10, 100, 1e9], 0.3, [2, 3]);
      expect(tensor.shape).toEqual([2, 3]);
      expect([...tensor.dataSync()]).toEqual([...Float32Array.from(binomialArray(randomKey(2), [10, 100, 1e9], 0.3, [2, 3]))]);
      return tensor;
    });
  });
});
