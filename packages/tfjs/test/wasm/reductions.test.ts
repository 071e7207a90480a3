import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { asShipped, tensor } from "./shipped.js";

/** Sums in float64, from the definition. */
function sums(x: tf.Tensor, axes: readonly number[]): number[] {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const result = Array.from({ length: tf.util.sizeFromShape(kept) }, () => 0);
  const strides = kept.map((size, axis) => (size === 1 ? 0 : tf.util.sizeFromShape(kept.slice(axis + 1))));
  x.dataSync().forEach((value, i) => {
    const at = x.shape.reduce((sum, size, axis) => sum + (Math.floor(i / tf.util.sizeFromShape(x.shape.slice(axis + 1))) % size) * (strides[axis] as number), 0);
    result[at] = (result[at] as number) + value;
  });
  return result;
}

const AXES: Record<string, [number[], number[]][]> = {
  "one axis": [[[7], [0]], [[5, 6], [0]], [[5, 6], [1]], [[3, 4, 5], [1]], [[9, 1], [1]], [[1, 9], [0]]],
  "neighbouring axes": [[[5, 6], [0, 1]], [[3, 4, 5], [0, 1]], [[3, 4, 5], [1, 2]], [[2, 3, 4, 5], [1, 2]], [[], []]],
  "axes apart": [[[3, 4, 5], [0, 2]], [[2, 3, 4, 5], [0, 2]], [[2, 3, 4, 5], [1, 3]], [[2, 1, 4, 5], [0, 2]], [[4, 1, 5], [0, 2]]],
};

describeOnBackends(
  "sum and mean",
  () => {
    for (const [name, cases] of Object.entries(AXES)) {
      test(`are right over ${name}`, () => {
        for (const [shape, axes] of cases) {
          for (const keepDims of [false, true]) {
            tf.tidy(() => {
              const x = tensor(shape);
              const count = axes.reduce((product, axis) => product * (shape[axis] as number), 1);
              const want = sums(x, axes);
              const [sum, mean] = [tf.sum(x, axes, keepDims), tf.mean(x, axes, keepDims)];
              expect(sum.shape).toEqual(keepDims ? shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) : shape.filter((_, axis) => !axes.includes(axis)));
              expect(mean.shape).toEqual(sum.shape);
              expectClose(sum, want, { relative: 1e-6 }, `sum of [${shape}] over [${axes}]`);
              expectClose(mean, want.map((value) => value / count), { relative: 1e-6 }, `mean of [${shape}] over [${axes}]`);
            });
          }
        }
      });
    }

    test("lose nothing to the length of a sum", () => {
      const x = tf.fill([10_000_000], 0.1);
      const [sum, mean] = tf.tidy(() => [tf.sum(x).dataSync()[0], tf.mean(x).dataSync()[0]] as unknown as tf.Tensor[]) as unknown as [number, number];
      // Math.fround(0.1) times ten million.
      expect(sum).toBe(1_000_000);
      expect(mean).toBe(Math.fround(0.1));
      const shipped = asShipped([tf.Sum], () => tf.tidy(() => tf.sum(x).dataSync()[0] as unknown as tf.Tensor)) as unknown as number;
      expect(shipped).toBeGreaterThan(1_050_000);
      x.dispose();
    });

    test("count int32 and bool in int32, and propagate NaN and infinities", () => {
      tf.tidy(() => {
        const integers = tf.sum(tf.tensor2d([[1, 2], [3, 4]], [2, 2], "int32"), 0);
        expect([integers.dtype, ...integers.dataSync()]).toEqual(["int32", 4, 6]);
        const truths = tf.sum(tf.tensor1d([true, false, true]));
        expect([truths.dtype, ...truths.dataSync()]).toEqual(["int32", 2]);
        expectClose(tf.mean(tf.tensor1d([1, 2], "int32")), [1.5]);
        expectClose(tf.sum(tf.tensor2d([[1, NaN], [Infinity, 1], [Infinity, -Infinity]]), 1), [NaN, Infinity, NaN]);
        expect(tf.sum(tf.zeros([0, 3]), 0).dataSync()).toEqual(new Float32Array(3));
      });
    });

    test("leave no tensor behind", () => {
      const x = tensor([3, 4, 5]);
      expectNoLeak(() => [tf.sum(x, [0, 2]), tf.mean(x, 1, true), tf.sum(x)]);
      x.dispose();
    });
  },
  ["wasm"],
);
