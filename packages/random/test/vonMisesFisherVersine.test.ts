import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { randomKey, vonMisesFisherVersineArray, vonMisesFisherVersineDraws } from "../src/index.js";
import { expectDistribution, readReference, type CdfPoint } from "./goodness.js";

const { rows, concentrations, draws } = readReference<{
  rows: { concentration: number; dim: number; points: CdfPoint[] }[];
  concentrations: number[];
  draws: { dim: number; want: number[] }[];
}>("von_mises_fisher");

describe("von Mises–Fisher versines", () => {
  test.each(rows)("concentration $concentration, dim $dim: the distribution function", ({ concentration, dim, points }) => {
    const sample = vonMisesFisherVersineArray(randomKey(17), concentration, dim, [100_000]);
    expect(sample.every((t) => t >= 0 && t <= 2)).toBe(true);
    expectDistribution(sample, points);
  });

  test.each(draws)("dim $dim: draws follow their definition", ({ dim, want }) => {
    // The reference's 1 − cosine has lost digits at concentration 500.
    expectClose(vonMisesFisherVersineArray(randomKey(3), concentrations, dim, [6, 5]), want, { relative: 1e-8 });
  });

  test.each([2, 3, 4, 1000])("dim %d: concentrations at the ends and outside", (dim) => {
    expect([...vonMisesFisherVersineArray(randomKey(0), [Infinity, -1, NaN], dim, [3])]).toEqual([0, NaN, NaN]);
    const tiny = vonMisesFisherVersineArray(randomKey(0), 5e-324, dim, [50]);
    expect([...tiny]).toEqual([...vonMisesFisherVersineArray(randomKey(0), 0, dim, [50])]);
    expect(vonMisesFisherVersineArray(randomKey(0), [1e300, 1e308], dim, [50]).every((t) => t >= 0 && t < 1e-290)).toBe(true);
  });

  test("a million dimensions", () => {
    // Without concentration the cosine has variance 1 / dim, and is nearly normal.
    const sample = vonMisesFisherVersineArray(randomKey(5), 0, 1e6, [10_000]);
    expectDistribution(sample.map((t) => (1 - t) * 1e3), [[-1.6448536, 0.05], [0, 0.5], [1.6448536, 0.95]]);
  });

  test("each draw depends on its place and its own concentration alone", () => {
    const key = randomKey(1);
    const long = vonMisesFisherVersineArray(key, 3, 5, [100]);
    expect([...vonMisesFisherVersineArray(key, 3, 5, [40])]).toEqual([...long].slice(0, 40));
    const mixed = vonMisesFisherVersineArray(key, [3, 0.1], 5, [50, 2]);
    expect([...mixed].filter((_, i) => i % 2 === 0)).toEqual([...long].filter((_, i) => i % 2 === 0));
  });

  test("dimensions, and the number of concentrations, must be right", () => {
    expect(() => vonMisesFisherVersineArray(randomKey(0), 1, 1, [3])).toThrow("vonMisesFisherVersineArray: expected dim of at least 2; got 1.");
    expect(() => vonMisesFisherVersineDraws(randomKey(0), 1, 2.5, [3])).toThrow("vonMisesFisherVersineDraws: expected dim to be an integer");
    expect(() => vonMisesFisherVersineDraws(randomKey(0), [1, 2], 3, [3])).toThrow("vonMisesFisherVersineDraws: expected a number of concentrations that divides the draws of shape [3]; got 2.");
  });
});

describeOnBackends("von Mises–Fisher versines", () => {
  test("tensors hold the host values in float32", () => {
    expectNoLeak(() => {
      const tensor = vonMisesFisherVersineDraws(randomKey(2), [0, 1, 1e10], 4, [2, 3]);
      expect([...tensor.dataSync()]).toEqual([...Float32Array.from(vonMisesFisherVersineArray(randomKey(2), [0, 1, 1e10], 4, [2, 3]))]);
      return tensor;
    });
  });
});
