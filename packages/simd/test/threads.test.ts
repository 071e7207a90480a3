import * as tf from "@tensorflow/tfjs-core";
import { setThreads, threads } from "@variate/simd";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SimdBackend } from "../src/backend.js";

/** Numbers between -2 and 2 without a pattern. */
const made = (shape: number[], seed: number): tf.Tensor => {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) values[i] = (Math.imul(i + 1, 0x9e3779b1 + 2 * seed) >> 8) / 2 ** 22;
  return tf.tensor(values, shape);
};

/** Large enough for several blocks each, on shapes that are no multiples of a tile or a vector. */
const OPERATIONS: Readonly<Record<string, () => tf.Tensor>> = {
  "a product": () => tf.matMul(made([203, 517], 1), made([517, 301], 2)),
  "a product of transposes": () => tf.matMul(made([517, 203], 1), made([301, 517], 2), true, true),
  "products of a batch": () => tf.matMul(made([40, 33, 29], 1), made([40, 29, 31], 2)),
  "a product with bias and activation": () =>
    tf.fused.matMul({ a: made([203, 517], 1) as tf.Tensor2D, b: made([517, 301], 2) as tf.Tensor2D, bias: made([301], 3), activation: "relu" }),
  "a sum of everything": () => tf.sum(made([1_000_003], 1)),
  "sums of rows": () => tf.sum(made([1003, 517], 1), 1),
  "sums of columns": () => tf.sum(made([1003, 517], 1), 0),
  "means over two axes": () => tf.mean(made([53, 71, 67], 1), [0, 2]),
  "maxima of columns": () => tf.max(made([1003, 517], 1), 0),
  "exponentials": () => tf.exp(made([500_001], 1)),
  "a broadcast sum": () => tf.add(made([701, 303], 1), made([303], 2)),
  "softmax": () => tf.softmax(made([1003, 517], 1)),
  "more planes than a ticket counts": () => tf.transpose(made([70_000, 2, 3], 1), [0, 2, 1]),
  "a transpose": () => tf.transpose(made([1003, 517], 1)),
};

beforeAll(() => tf.setBackend("simd"));
afterAll(() => setThreads(1));

describe("one, two and three threads give the same bits", () => {
  it.each(Object.entries(OPERATIONS))("of %s", async (_, operation) => {
    const results: Int32Array[] = [];
    for (const count of [1, 2, 3]) {
      setThreads(count);
      await (tf.backend() as unknown as SimdBackend).ready();
      expect(threads()).toBe(count);
      for (let repeat = 0; repeat < 3; repeat++) {
        const result = tf.tidy(operation);
        const values = result.dataSync();
        result.dispose();
        results.push(new Int32Array(values.buffer, values.byteOffset, values.length));
      }
    }
    const first = results[0] as Int32Array;
    for (const other of results) expect(Buffer.compare(Buffer.from(other.buffer), Buffer.from(first.buffer))).toBe(0);
  });
});
