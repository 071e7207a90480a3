import * as tf from "@tensorflow/tfjs-core";
import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { expect, test } from "vitest";
import { asShipped, onCpu, tensor } from "./shipped.js";

describeOnBackends(
  "slice and tile",
  () => {
    test("slices are cpu's, of every rank and dtype", async () => {
      const cases: [number[], number[], number[]][] = [
        [[7], [2], [3]], [[5, 6], [1, 2], [3, 4]], [[5, 6], [1, 0], [3, 6]], [[5, 40], [0, 1], [5, 39]], [[3, 4, 5], [1, 0, 2], [2, 4, 1]],
        [[2, 3, 4, 5], [0, 1, 0, 0], [2, 2, 4, 5]], [[2, 3, 4, 5, 2], [1, 0, 1, 2, 0], [1, 3, 2, 3, 2]], [[3, 4], [1, 1], [0, 2]],
      ];
      for (const [shape, begin, size] of cases) {
        for (const dtype of ["float32", "int32", "bool"] as const) {
          const slice = (): tf.Tensor => tf.slice(tf.cast(tf.mul(tensor(shape), 9), dtype), begin, size);
          const want = await onCpu(slice);
          const got = tf.tidy(slice);
          expect([got.dtype, got.shape]).toEqual([want.dtype, want.shape]);
          expect([...got.dataSync()]).toEqual([...want.values]);
          got.dispose();
        }
      }
    });

    test("slices must lie inside their source", () => {
      const x = tensor([3, 4]);
      expect(() => tf.slice(x, [2, 0], [2, 4])).toThrow(/begin\[0\] \+ size\[0\]/);
      expect(() => asShipped([tf.Slice], () => tf.slice(x, [2, 0], [2, 4]))).not.toThrow();
      x.dispose();
    });

    test("tiles are cpu's, of every rank and dtype", async () => {
      const cases: [number[], number[]][] = [
        [[1], [7]], [[3], [4]], [[2, 3], [3, 1]], [[2, 3], [1, 5]], [[2, 3], [2, 3]], [[2, 1, 3], [2, 5, 2]], [[1, 1], [4, 3]],
        [[2, 3, 2, 2], [2, 1, 3, 1]], [[3, 2], [1, 1]], [[2, 2], [0, 3]],
      ];
      for (const [shape, reps] of cases) {
        for (const dtype of ["float32", "int32", "bool"] as const) {
          const tile = (): tf.Tensor => tf.tile(tf.cast(tf.mul(tensor(shape), 9), dtype), reps);
          const want = await onCpu(tile);
          const got = tf.tidy(tile);
          expect([got.dtype, got.shape]).toEqual([want.dtype, want.shape]);
          expect([...got.dataSync()], `[${shape}] times [${reps}]`).toEqual([...want.values]);
          got.dispose();
        }
      }
    });

    test("of strings work as before", () => {
      const words = tf.tensor1d(["a", "b", "c"], "string");
      const slice = tf.slice(words, [1], [2]);
      expect(slice.dataSync()).toEqual(["b", "c"]);
      tf.dispose([words, slice]);
    });

    test("leave no tensor behind", () => {
      const x = tensor([3, 4]);
      expectNoLeak(() => [tf.slice(x, [1, 1], [2, 2]), tf.tile(x, [2, 3])]);
      x.dispose();
    });
  },
  ["wasm"],
);

describeOnBackends(
  "gathering, segments and Einstein sums",
  () => {
    test("unsortedSegmentSum sums what has the same id, and leaves out ids outside the range", () => {
      tf.tidy(() => {
        const x = tf.tensor2d([[1, 2], [3, 4], [5, 6], [7, 8]]);
        const ids = tf.tensor1d([2, 0, 2, -1], "int32");
        expectClose(tf.unsortedSegmentSum(x, ids, 4), [3, 4, 0, 0, 6, 8, 0, 0]);
        expectClose(tf.unsortedSegmentSum(x, tf.tensor1d([0, 5, 0, 1], "int32"), 2), [6, 8, 7, 8]);
      });
    });

    test("gather and embeddings have gradients, which as shipped they have not", () => {
      const [table, indices] = [tensor([5, 3]), tf.tensor1d([4, 0, 4, 1], "int32")];
      const gradient = (): tf.Tensor => tf.tidy(() => tf.grad((t: tf.Tensor) => tf.sum(tf.mul(tf.gather(t, indices), tensor([4, 3], 2))))(table));
      const got = gradient();
      const want = tf.tidy(() => tf.matMul(tf.cast(tf.oneHot(indices, 5), "float32"), tensor([4, 3], 2), true) as tf.Tensor);
      expectClose(got, want, { relative: 1e-6 });
      expect(() => asShipped([tf.UnsortedSegmentSum], gradient)).toThrow(/not registered/);
      tf.dispose([table, indices, got, want]);
    });

    test("einsum is cpu's", async () => {
      for (const [equation, ...shapes] of [
        ["ij,jk->ik", [3, 4], [4, 5]], ["ij->ji", [3, 4]], ["ij->", [3, 4]], ["bij,bkj->bik", [2, 3, 4], [2, 5, 4]],
        ["i,j->ij", [3], [4]], ["i,i->", [3], [3]], ["abc,cd->abd", [2, 3, 4], [4, 5]], ["ijkl,jl->ik", [2, 3, 4, 5], [3, 5]], ["i,->i", [3], []],
      ] as [string, ...number[][]][]) {
        const sum = (): tf.Tensor => tf.einsum(equation, ...shapes.map((shape, i) => tensor(shape, i + 1)));
        const want = await onCpu(sum);
        const got = tf.tidy(sum);
        expect(got.shape, equation).toEqual(want.shape);
        expectClose(got, want.values, { relative: 2e-6 }, equation);
        got.dispose();
      }
      expect(() => asShipped([tf.Einsum], () => tf.einsum("ij->ji", tf.zeros([2, 2])))).toThrow(/not registered/);
    });
  },
  ["wasm"],
);
