import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { randomKey, vonMisesArray, vonMisesDraws } from "../src/index.js";
import { DRAWS, expectDistribution, readReference, type CdfPoint } from "./goodness.js";

const { rows, draws } = readReference<{
  rows: { concentration: number; points: CdfPoint[] }[];
  draws: { concentrations: number[]; want: number[] };
}>("von_mises");

describe("von Mises draws", () => {
  test.each(rows)("concentration $concentration: the distribution function", ({ concentration, points }) => {
    const sample = vonMisesArray(randomKey(17), concentration, [DRAWS]);
    expect(sample.every((angle) => Math.abs(angle) < Math.PI)).toBe(true);
    expectDistribution(sample, points);
  });

  test("draws follow their definition", () => {
    expectClose(vonMisesArray(randomKey(3), draws.concentrations, [12, 5]), draws.want, { relative: 1e-11 });
  });

  test("each draw depends on its place and its own concentration alone", () => {
    const key = randomKey(1);
    const long = vonMisesArray(key, 3, [100]);
    expect([...vonMisesArray(key, 3, [40])]).toEqual([...long].slice(0, 40));
    const mixed = vonMisesArray(key, [3, 0.1], [50, 2]);
    expect([...mixed].filter((_, i) => i % 2 === 0)).toEqual([...long].filter((_, i) => i % 2 === 0));
  });

  test("concentrations at the ends and outside", () => {
    expect([...vonMisesArray(randomKey(0), [Infinity, -1, NaN, -Infinity], [4])]).toEqual([0, NaN, NaN, NaN]);
    expect([...vonMisesArray(randomKey(0), 1e308, [50])].every((angle) => Math.abs(angle) < 1e-150)).toBe(true);
    expect([...vonMisesArray(randomKey(0), 5e-324, [50])]).toEqual([...vonMisesArray(randomKey(0), 0, [50])]);
  });

  test("the number of concentrations must fit", () => {
    expect(() => vonMisesArray(randomKey(0), [1, 2], [3])).toThrow("vonMisesArray: expected a number of concentrations that divides the draws of shape [3]; got 2.");
    expect(() => vonMisesDraws(randomKey(0), [], [3])).toThrow("vonMisesDraws: expected a number of concentrations that divides the draws of shape [3]; got 0.");
  });
});

describeOnBackends("von Mises draws", () => {
  test("tensors hold the host values in float32, inside (−π, π)", () => {
    expectNoLeak(() => {
      const tensor = vonMisesDraws(randomKey(2), [0, 1, 1e10], [2, 3]);
      expect([...tensor.dataSync()]).toEqual([...Float32Array.from(vonMisesArray(randomKey(2), [0, 1, 1e10], [2, 3]))]);
      return tensor;
    });
    const many = vonMisesDraws(randomKey(4), 0, [100_000]);
    const values = many.dataSync();
    many.dispose();
    expect(values.every((angle) => Math.abs(angle) < Math.PI)).toBe(true);
  });
});
