import { permutationArray, randomKey } from "@variate/random";
import { describe, expect, it } from "vitest";
import { arrayDataset, imageDataset, slice, split, subset, take, trainTestSplit, type IndexedDataset } from "../../src/index.js";

const images = imageDataset({
  images: Uint8Array.from({ length: 10 }, (_, i) => i * 25),
  height: 1,
  width: 1,
  labels: Array.from({ length: 10 }, (_, i) => i),
  factors: { twice: Float32Array.from({ length: 10 }, (_, i) => 2 * i) },
});
const rows = arrayDataset({ shape: [10], data: Float32Array.from({ length: 10 }, (_, i) => i) });

function all(dataset: IndexedDataset): number[] {
  return [...dataset.batches({ batchSize: 100 })].flatMap((batch) => {
    const values = [...batch.dataSync()];
    batch.dispose();
    return values;
  });
}

describe("subset, slice and take", () => {
  it("serve the examples chosen", () => {
    expect(all(subset(rows, [9, 0, 9]))).toEqual([9, 0, 9]);
    expect(all(slice(rows, 3, 6))).toEqual([3, 4, 5]);
    expect(all(slice(rows, -2))).toEqual([8, 9]);
    expect(all(take(rows, 3))).toEqual([0, 1, 2]);
    expect(take(rows, 99).size).toBe(10);
    expect(all(take(rows, 0))).toEqual([]);
  });

  it("take pixels, labels and factors along", () => {
    for (const part of [subset(images, [2, 3]), slice(images, 2, 4), subset(subset(images, [3, 2]), [1, 0])]) {
      expect([...part.images]).toEqual([50, 75]);
      expect([...(part.labels ?? [])]).toEqual([2, 3]);
      expect([...(part.factors?.["twice"] ?? [])]).toEqual([4, 6]);
      expect(all(part)).toEqual([Math.fround(50 / 255), Math.fround(75 / 255)]);
    }
    const scattered = subset(images, [9, 0]);
    expect([[...scattered.images], [...(scattered.labels ?? [])]]).toEqual([[225, 0], [9, 0]]);
  });

  it("refuse indices out of range", () => {
    expect(() => subset(rows, [10])).toThrow("subset: expected indices in [0, 10); got 10.");
    expect(() => slice(images, 0, 2).pixels([2])).toThrow("gather: expected indices in [0, 2); got 2.");
  });
});

describe("split and trainTestSplit", () => {
  it("part consecutively without a key", () => {
    expect(split(rows, [5, 3, 1]).map(all)).toEqual([[0, 1, 2, 3, 4], [5, 6, 7], [8]]);
    const { train, test } = trainTestSplit(rows, { test: 0.2 });
    expect([train.size, all(test)]).toEqual([8, [8, 9]]);
  });

  it("part at random with a key: disjoint, complete, and the same each time", () => {
    const key = randomKey(4);
    const [a, b] = split(rows, [6, 4], key).map(all) as [number[], number[]];
    expect([...a, ...b]).toEqual([...permutationArray(key, 10)]);
    const { train, test } = trainTestSplit(rows, { test: 4, key });
    expect([all(train), all(test)]).toEqual([a, b]);
  });

  it("refuse sizes that do not fit", () => {
    expect(() => split(rows, [6, 5])).toThrow("split: expected sizes that are non-negative integers of sum at most 10; got 6, 5.");
    expect(() => split(rows, [-1, 5])).toThrow("got -1, 5");
    expect(() => trainTestSplit(rows, { test: 11 })).toThrow("got 11");
    expect(() => trainTestSplit(rows, { test: 2.5 })).toThrow("got 2.5");
  });
});
