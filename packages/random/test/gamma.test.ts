import { readFileSync } from "node:fs";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { logGammaArray, logGammaDraws, randomKey } from "../src/index.js";

const { rows, draws } = JSON.parse(readFileSync(new URL("reference/gamma.json", import.meta.url), "utf8")) as {
  rows: { concentration: number; logQuantiles: number[] }[];
  draws: { concentrations: number[]; want: number[] };
};

describe("log gamma draws", () => {
  test.each(rows)("concentration $concentration: a share k/20 of the draws lies below the k-th of 20 quantiles", ({ concentration, logQuantiles }) => {
    const n = 100_000;
    const sample = logGammaArray(randomKey(17), concentration, [n]);
    logQuantiles.forEach((quantile, k) => {
      const p = (k + 1) / 20;
      const below = sample.filter((x) => x < quantile).length / n;
      // Five standard errors of a binomial share.
      expect(Math.abs(below - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / n));
    });
  });

  test("an array of concentrations repeats along the leading axes, and each draw depends on its place alone", () => {
    const key = randomKey(1);
    const mixed = logGammaArray(key, [0.5, 20], [3, 2]);
    const small = logGammaArray(key, 0.5, [6]);
    const large = logGammaArray(key, 20, [6]);
    expect([...mixed]).toEqual([0, 1, 2, 3, 4, 5].map((i) => (i % 2 === 0 ? small[i] : large[i])));
  });

  test("illegal concentrations give NaN, and never an endless loop", () => {
    expect([...logGammaArray(randomKey(0), [-1, 0, NaN, Infinity], [4])]).toEqual([NaN, NaN, NaN, NaN]);
    expect(logGammaArray(randomKey(0), [1e-30, 1e30, 1e-300, 1e300], [4]).every((x) => !Number.isNaN(x))).toBe(true);
  });

  test("the number of concentrations must fit", () => {
    expect(() => logGammaArray(randomKey(0), [1, 2], [3])).toThrow("logGammaArray: expected a number of concentrations that divides the draws of shape [3]; got 2.");
  });

  test("draws follow their definition", () => {
    expectClose(logGammaArray(randomKey(0), draws.concentrations, [10, 6]), draws.want, { relative: 1e-12 });
  });
});

describeOnBackends("log gamma draws", () => {
  test("tensors hold the host values in float32", () => {
    expectNoLeak(() => {
      const tensor = logGammaDraws(randomKey(2), [1, 2, 3], [2, 3]);
      expect([...tensor.dataSync()]).toEqual([...Float32Array.from(logGammaArray(randomKey(2), [1, 2, 3], [2, 3]))]);
      return tensor;
    });
  });
});
