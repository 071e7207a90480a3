import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { randomKey, zipfArray, zipfDraws } from "../src/index.js";
import { DRAWS, expectDistribution, readReference, type CdfPoint } from "./goodness.js";

const { rows, draws } = readReference<{
  rows: { exponent: number; points: CdfPoint[] }[];
  draws: { exponents: number[]; want: number[] };
}>("zipf");

describe("Zipf draws", () => {
  test.each(rows)("exponent $exponent: the distribution function", ({ exponent, points }) => {
    const sample = zipfArray(randomKey(17), exponent, [DRAWS]);
    expect(sample.every((n) => n >= 1 && n <= Number.MAX_VALUE && Number.isInteger(n))).toBe(true);
    expectDistribution(sample, points);
  });

  test("draws follow their definition", () => {
    // Exact up to 2^52; above it a draw is x itself, not rounded from more digits.
    expectClose(zipfArray(randomKey(3), draws.exponents, [12, 5]), draws.want, { relative: 1e-12 });
  });

  test("each draw depends on its place and its own exponent alone", () => {
    const key = randomKey(1);
    const long = zipfArray(key, 2, [100]);
    expect([...zipfArray(key, 2, [40])]).toEqual([...long].slice(0, 40));
    const mixed = zipfArray(key, [2, 1.1], [50, 2]);
    expect([...mixed].filter((_, i) => i % 2 === 0)).toEqual([...long].filter((_, i) => i % 2 === 0));
  });

  test("exponents at the ends and outside", () => {
    expect([...zipfArray(randomKey(0), [Infinity, 1e300, 1, 0.5, -2, NaN], [6])]).toEqual([1, 1, NaN, NaN, NaN, NaN]);
    expect([...zipfArray(randomKey(0), 1 + 2 ** -52, [3])]).toEqual([Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE]);
  });

  test("the number of exponents must fit", () => {
    expect(() => zipfArray(randomKey(0), [2, 3], [3])).toThrow("zipfArray: expected a number of exponents that divides the draws of shape [3]; got 2.");
    expect(() => zipfDraws(randomKey(0), [], [3])).toThrow("zipfDraws: expected a number of exponents that divides the draws of shape [3]; got 0.");
  });
});

describeOnBackends("Zipf draws", () => {
  test("tensors hold the host values in float32, the largest in place of Infinity", () => {
    expectNoLeak(() => {
      const tensor = zipfDraws(randomKey(2), [2, 1.0001, 1.3], [2, 3]);
      const values = Float32Array.from(zipfArray(randomKey(2), [2, 1.0001, 1.3], [2, 3]));
      expect(values[1]).toBe(Infinity);
      expect([...tensor.dataSync()]).toEqual([...values].map((n) => Math.min(n, 3.4028234663852886e38)));
      return tensor;
    });
  });
});
