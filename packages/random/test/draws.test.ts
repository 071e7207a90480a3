import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import {
  bernoulliArray,
  bernoulliDraws,
  bitDraws,
  exponentialArray,
  exponentialDraws,
  foldIn,
  gumbelArray,
  gumbelDraws,
  laplaceArray,
  laplaceDraws,
  normalArray,
  normalDraws,
  permutation,
  permutationArray,
  randomKey,
  splitKey,
  uniformArray,
  uniformDraws,
  type RandomKey,
} from "../src/index.js";

type Draws = (key: RandomKey, shape: readonly number[]) => tf.Tensor;
type Values = (key: RandomKey, shape: readonly number[]) => Float32Array;
const FAMILIES: [string, Draws, Values][] = [
  ["uniform", uniformDraws, uniformArray],
  ["normal", normalDraws, normalArray],
  ["gumbel", gumbelDraws, gumbelArray],
  ["exponential", exponentialDraws, exponentialArray],
  ["laplace", laplaceDraws, laplaceArray],
  ["bernoulli", (key, shape) => bernoulliDraws(key, 0.25, shape), (key, shape) => bernoulliArray(key, 0.25, shape)],
];

describeOnBackends("draws", () => {
  test.each(FAMILIES)("%s: tensors hold the host values, in float32, without a leak", (_, draws, values) => {
    const key = randomKey(3);
    for (const shape of [[], [0], [7], [2, 3], [2, 0, 4]]) {
      expectNoLeak(() => {
        const tensor = draws(key, shape);
        expect(tensor.shape).toEqual(shape);
        expect(tensor.dtype).toBe("float32");
        expect([...tensor.dataSync()]).toEqual([...values(key, shape)]);
        return tensor;
      });
    }
  });

  test("permutation: an int32 tensor of the host values, without a leak", () => {
    expectNoLeak(() => {
      const order = permutation(randomKey(3), 12);
      expect(order.dtype).toBe("int32");
      expect([...order.dataSync()]).toEqual([...permutationArray(randomKey(3), 12)]);
      return order;
    });
  });
});

describe("draws", () => {
  test("a shape changes the form of the draws, not their values", () => {
    const key = randomKey(5);
    expect([...normalArray(key, [4, 6])]).toEqual([...normalArray(key, [24])]);
    expect([...normalArray(key, [5])]).toEqual([...normalArray(key, [24])].slice(0, 5));
  });

  test("permutations hold every index once, and every order of three comes equally often", () => {
    expect([...permutationArray(randomKey(0), 1000)].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    const counts = new Map<string, number>();
    const trials = 6000;
    for (const key of splitKey(randomKey(1), trials)) {
      const order = permutationArray(key, 3).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Each count is binomial(6000, 1/6): standard error √(6000 · 1/6 · 5/6) = 28.9; five of them.
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * 28.9);
  });

  test.each([
    ["uniform", uniformArray, 1 / 2, 1 / 12, 1 / 80],
    ["normal", normalArray, 0, 1, 3],
    ["gumbel", gumbelArray, 0.5772156649, Math.PI ** 2 / 6, (Math.PI ** 4 / 36) * 5.4],
    ["exponential", exponentialArray, 1, 1, 9],
    ["laplace", laplaceArray, 0, 2, 24],
  ] as [string, Values, number, number, number][])("%s: mean and variance", (_, values, mean, variance, fourth) => {
    const n = 200_000;
    const draws = values(randomKey(11), [n]);
    const m = draws.reduce((sum, x) => sum + x, 0) / n;
    const v = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    // Five standard errors: √(variance / n) of a mean, √((fourth central moment − variance²) / n) of a variance.
    expect(Math.abs(m - mean)).toBeLessThan(5 * Math.sqrt(variance / n));
    expect(Math.abs(v - variance)).toBeLessThan(5 * Math.sqrt((fourth - variance ** 2) / n));
  });

  test("bernoulli compares the uniform draws with each probability in float32", () => {
    const key = randomKey(8);
    const uniforms = uniformArray(key, [1000]);
    const probs = Float32Array.from(uniforms, (u, i) => (i % 3 === 0 ? u : i % 3 === 1 ? u + 2 ** -23 : 0.4));
    expect([...bernoulliArray(key, probs, [1000])]).toEqual([...uniforms].map((u, i) => (u < (probs[i] as number) ? 1 : 0)));
    expect([...bernoulliArray(key, 1, [100])].every((x) => x === 1)).toBe(true);
    expect([...bernoulliArray(key, 0, [100])].every((x) => x === 0)).toBe(true);
  });

  test("no normal draw is infinite at either end of the uniform range", () => {
    const draws = normalArray(randomKey(2), [2_000_000]);
    expect(draws.every(Number.isFinite)).toBe(true);
  });
});

describe("bad input", () => {
  test.each([0.5, NaN, Infinity, 2 ** 53, "1" as unknown as number])("randomKey refuses the seed %s", (seed) => {
    expect(() => randomKey(seed)).toThrow(/^randomKey: expected an integer between/);
  });

  test("negative zero is the seed 0", () => {
    expect(randomKey(-0)).toEqual({ high: 0, low: 0 });
  });

  test("counts and folded data are whole numbers", () => {
    expect(splitKey(randomKey(0), 0)).toEqual([]);
    expect(() => splitKey(randomKey(0), -1)).toThrow("splitKey: expected n to be an integer in [0, 4294967296); got -1.");
    expect(() => splitKey(randomKey(0), 1.5)).toThrow(/splitKey/);
    expect(() => foldIn(randomKey(0), -1)).toThrow(/foldIn: expected data/);
    expect(() => foldIn(randomKey(0), 2 ** 32)).toThrow(/foldIn: expected data/);
    expect(() => permutation(randomKey(0), 2 ** 31)).toThrow(/permutation: expected n/);
  });

  test("shapes hold whole numbers, and the error names the function called", () => {
    expect(() => uniformDraws(randomKey(0), [2, -1])).toThrow("uniformDraws: expected a shape of whole numbers, such as [2, 3]; got [2, -1].");
    expect(() => normalArray(randomKey(0), [1.5])).toThrow(/^normalArray/);
    expect(() => bitDraws(randomKey(0), 3 as unknown as number[])).toThrow(/^bitDraws: .* got 3/);
    expect(() => bitDraws(randomKey(0), [2 ** 20, 2 ** 20])).toThrow(/fewer than 2\^32 elements/);
    expect(() => bernoulliDraws(randomKey(0), [0.5, 0.5], [3])).toThrow(/^bernoulliDraws: expected one probability.*\[3\]; got 2/);
  });

  test("a seed in place of a key is an error that says how to make one", () => {
    expect(() => normalDraws(7 as unknown as RandomKey, [2])).toThrow("normalDraws: expected a key, { high, low } of unsigned 32-bit words; got 7. Make one with randomKey(seed).");
    expect(() => splitKey({ high: -1, low: 0 }, 2)).toThrow(/^splitKey: expected a key/);
    expect(() => foldIn(undefined as unknown as RandomKey, 2)).toThrow(/^foldIn: expected a key/);
  });
});
