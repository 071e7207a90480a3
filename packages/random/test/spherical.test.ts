import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, test } from "vitest";
import { normalArray, randomKey, sphericalArray, sphericalDraws } from "../src/index.js";
import { DRAWS, expectDistribution } from "./goodness.js";

describe("spherical draws", () => {
  test("normal draws divided by their length", () => {
    const normals = normalArray(randomKey(3), [4, 3]);
    const draws = sphericalArray(randomKey(3), [4, 3]);
    for (let row = 0; row < 4; row++) {
      const length = Math.hypot(...normals.subarray(3 * row, 3 * row + 3));
      for (let k = 0; k < 3; k++) expect(draws[3 * row + k]).toBeCloseTo((normals[3 * row + k] as number) / length, 14);
    }
  });

  test("on the sphere every coordinate is uniform, on the circle every angle", () => {
    const levels = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);
    const sphere = sphericalArray(randomKey(4), [DRAWS, 3]);
    for (const axis of [0, 1, 2]) expectDistribution(sphere.filter((_, i) => i % 3 === axis), levels.map((p) => [2 * p - 1, p]));
    const circle = sphericalArray(randomKey(5), [DRAWS, 2]);
    const angles = Float64Array.from({ length: DRAWS }, (_, i) => Math.atan2(circle[2 * i + 1] as number, circle[2 * i] as number));
    expectDistribution(angles, levels.map((p) => [Math.PI * (2 * p - 1), p]));
  });

  test("one dimension has two directions", () => {
    expect(sphericalArray(randomKey(6), [1000, 1]).every((x) => Math.abs(x) === 1)).toBe(true);
  });

  test("a shape needs a last axis, which may be empty", () => {
    expect(() => sphericalArray(randomKey(0), [])).toThrow("sphericalArray: expected a shape whose last axis is the length of the vectors; got [].");
    expect([...sphericalArray(randomKey(0), [3, 0]), ...sphericalArray(randomKey(0), [0, 3])]).toEqual([]);
  });
});

describeOnBackends("spherical draws", () => {
  test("tensors hold the host values in float32", () => {
    expectNoLeak(() => {
      const tensor = sphericalDraws(randomKey(2), [2, 3]);
      expect([...tensor.dataSync()]).toEqual([...Float32Array.from(sphericalArray(randomKey(2), [2, 3]))]);
      return tensor;
    });
  });
});
