import * as tf from "@tensorflow/tfjs-core";
import { permutationArray, randomKey, splitKey } from "@variate/random";
import { describeOnBackends, expectNoLeak } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { arrayDataset, concat, imageDataset, labelled, map, type Dataset, type IndexedDataset } from "../../src/index.js";

/** Values of all batches, which are freed. */
function values(batches: Iterable<tf.Tensor>): number[][] {
  return [...batches].map((batch) => {
    const read = [...batch.dataSync()];
    batch.dispose();
    return read;
  });
}

const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => i);
const counting = (size: number): IndexedDataset => arrayDataset({ shape: [size], data: numbers(size) });

describe("batches", () => {
  it("come in order without a key, the last one partial", () => {
    expect(values(counting(7).batches({ batchSize: 3 }))).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it("come in the order of the key's permutation", () => {
    const key = randomKey(3);
    const [shuffle] = splitKey(key, 2);
    const shuffled = values(counting(10).batches({ batchSize: 4, key }));
    expect(shuffled.flat()).toEqual([...permutationArray(shuffle as typeof key, 10)]);
    expect(shuffled.map((batch) => batch.length)).toEqual([4, 4, 2]);
    expect(shuffled.flat()).not.toEqual(values(counting(10).batches({ batchSize: 4, key: randomKey(4) })).flat());
  });

  it("skip to start and go on as if all had been read", () => {
    const options = { batchSize: 3, key: randomKey(1) };
    const whole = values(counting(10).batches(options));
    for (let start = 0; start <= 5; start++) {
      expect(values(counting(10).batches({ ...options, start }))).toEqual(whole.slice(start));
    }
  });

  it("gather nothing for what they skip, nor before they are asked", () => {
    let gathered = 0;
    const watched = map(counting(100), (batch) => {
      gathered++;
      return batch;
    });
    const batches = watched.batches({ batchSize: 10, start: 7 });
    expect(gathered).toBe(0);
    values(batches);
    expect(gathered).toBe(3);
  });

  it("can be iterated again", () => {
    const batches = counting(5).batches({ batchSize: 2, key: randomKey(0) });
    expect(values(batches)).toEqual(values(batches));
  });

  it("of an empty dataset are none", () => {
    expect(values(counting(0).batches({ batchSize: 2, key: randomKey(0) }))).toEqual([]);
  });

  it("refuse sizes that are none", () => {
    expect(() => counting(5).batches({ batchSize: 0 })).toThrow("batches: expected batchSize as a positive integer; got 0.");
    expect(() => counting(5).batches({ batchSize: 1, start: -1 })).toThrow("batches: expected start as a non-negative integer; got -1.");
  });
});

describeOnBackends("arrayDataset", () => {
  it("serves floats as float32 and whole numbers as int32, in the rows' shape", () => {
    const dataset = arrayDataset({
      x: { shape: [3, 2, 2], data: Float64Array.from(numbers(12)) },
      y: { shape: [3], data: Uint8Array.of(7, 8, 9) },
      id: { shape: [3], data: BigInt64Array.of(-1n, 0n, 1n) },
      z: { dtype: "int64", shape: [3, 1], data: Float64Array.of(5, 6, 7) },
    });
    const batch = dataset.gather([2, 0]);
    expect(Object.entries(batch).map(([name, t]) => [name, t.dtype, t.shape, [...t.dataSync()]])).toEqual([
      ["x", "float32", [2, 2, 2], [8, 9, 10, 11, 0, 1, 2, 3]],
      ["y", "int32", [2], [9, 7]],
      ["id", "int32", [2], [1, -1]],
      ["z", "int32", [2, 1], [7, 5]],
    ]);
    tf.dispose(batch);
  });

  it("names what does not fit", () => {
    expect(() => arrayDataset({ shape: [2, 2], data: new Float32Array(3) })).toThrow("got [2, 2] and 3 elements");
    expect(() => arrayDataset({ shape: [], data: new Float32Array(1) })).toThrow("a first axis");
    expect(() => arrayDataset({ a: { shape: [2], data: numbers(2) }, b: { shape: [3], data: numbers(3) } })).toThrow("got a 2, b 3");
    expect(() => arrayDataset({ shape: [1], data: Uint32Array.of(2 ** 31) })).toThrow("within int32; got 2147483648 at element 0");
    expect(() => counting(3).gather([3])).toThrow("gather: expected indices in [0, 3); got 3.");
    expect(() => counting(3).gather([0.5])).toThrow("got 0.5");
  });

  it("leaks nothing", () => {
    expectNoLeak(() => counting(5).gather([1, 2]));
    expectNoLeak(() => [...counting(5).batches({ batchSize: 2, key: randomKey(0) })]);
  });
});

describeOnBackends("map and concat", () => {
  const images = imageDataset({ images: Uint8Array.of(0, 51, 102, 153), height: 1, width: 1, labels: [0, 1, 2, 3] });

  it("map transforms batches and frees what it does not return", () => {
    const doubled = map(labelled(images), ({ image, label }) => ({ image: tf.mul(tf.add(image, image), 1), label }));
    expectNoLeak(() => {
      const batch = doubled.gather([1, 3]);
      expect([...batch.image.dataSync()].map((x) => Math.round(x * 255))).toEqual([102, 306]);
      expect([...batch.label.dataSync()]).toEqual([1, 3]);
      return batch;
    });
  });

  it("concat serves each part's examples in the order asked", () => {
    const joined = concat(counting(3), counting(0), counting(2));
    expect(joined.size).toBe(5);
    expect(values([joined.gather([4, 0, 3, 2, 1]), joined.gather([4, 3]), joined.gather([])])).toEqual([[1, 0, 0, 2, 1], [1, 0], []]);
    expect(values(joined.batches({ batchSize: 2 }))).toEqual([[0, 1], [2, 0], [1]]);
  });

  it("concat joins named tensors and keeps their dtypes", () => {
    const joined = concat(labelled(images), labelled(images));
    expectNoLeak(() => {
      const { image, label } = joined.gather([7, 2, 4]);
      expect([image.dtype, label.dtype, image.shape]).toEqual(["float32", "int32", [3, 1]]);
      expect([...label.dataSync()]).toEqual([3, 2, 0]);
      return { image, label };
    });
  });

  it("concat names parts that do not fit", () => {
    const pairs = arrayDataset({ shape: [2, 2], data: numbers(4) });
    expect(() => concat(counting(1), pairs).gather([0, 1])).toThrow("concat: expected examples of one shape; got [] and [2].");
    const other = map(labelled(images), ({ image, label }) => ({ image, class: label })) as unknown as ReturnType<typeof labelled>;
    expect(() => concat(labelled(images), other).gather([0, 7])).toThrow("got image, label and image, class");
  });
});

it("indexed datasets are datasets", () => {
  const dataset: Dataset = counting(1);
  expect(dataset.size).toBe(1);
});
