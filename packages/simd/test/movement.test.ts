import * as tf from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { expectAsCpu, numbers } from "./compare.js";

const whole = (shape: number[]): tf.Tensor => tf.tensor(Int32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => (i * 7919) % 1000 - 500), shape, "int32");
const odd = (shape: number[]): tf.Tensor => tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => [NaN, Infinity, -Infinity, -0, i][i % 5] as number), shape);

const programs: Record<string, (make: (shape: number[]) => tf.Tensor) => tf.Tensor | tf.Tensor[]> = {
  "slices of every rank": (make) => [
    tf.slice(make([17]), 3, 9), tf.slice(make([7, 13]), [2, 5], [4, 7]), tf.slice(make([5, 6, 7]), [1, 0, 3], [3, 6, 2]),
    tf.slice(make([3, 4, 5, 6]), [1, 1, 1, 1], [2, 2, 3, 5]), tf.slice(make([2, 3, 2, 3, 2, 3]), [0, 1, 1, 0, 1, 1], [2, 2, 1, 3, 1, 2]),
    tf.slice(make([300, 301]), [1, 1], [298, 299]), tf.slice(make([5, 4]), [2, 1], [0, 3]), tf.slice(make([70_001]), 1, 69_999),
  ],
  "slices that stride": (make) => [
    tf.stridedSlice(make([17]), [15], [2], [-3]), tf.stridedSlice(make([9, 13]), [1, 12], [8, 0], [2, -5]),
    tf.stridedSlice(make([3, 4, 5]), [0, 1, 0], [3, 4, 5], [2, 1, 3]), tf.stridedSlice(make([3, 4, 5]), [1, 0, 0], [2, 4, 5], [1, 2, 1], 0, 0, 0, 0, 1),
  ],
  "concatenations": (make) => [
    tf.concat([make([3]), make([5]), make([1])]), tf.concat([make([3, 5]), make([2, 5])], 0), tf.concat([make([3, 5]), make([3, 1]), make([3, 9])], 1),
    tf.concat([make([2, 3, 4]), make([2, 0, 4]), make([2, 5, 4])], 1), tf.concat([make([4, 1]), make([4, 1]), make([4, 1])], 1),
    tf.concat([make([2, 2, 2, 2, 2, 3]), make([2, 2, 2, 2, 2, 5])], 5), tf.concat([make([200, 129]), make([200, 130])], 1), tf.concat([make([0, 3]), make([4, 3])], 0),
  ],
  "stacks and unstacks": (make) => [
    tf.stack([make([]), make([]), make([])]), tf.stack([make([3, 5]), make([3, 5])], 0), tf.stack([make([3, 5]), make([3, 5])], 1), tf.stack([make([3, 5]), make([3, 5])], 2),
    tf.stack([make([3, 5]), make([3, 5])], -1),
    ...tf.unstack(make([3, 5, 2]), 0), ...tf.unstack(make([3, 5, 2]), 1), ...tf.unstack(make([3, 5, 2]), -1),
    ...tf.split(make([6, 7]), 3, 0), ...tf.split(make([6, 7]), [1, 4, 2], 1), ...tf.split(make([4, 300]), 2, 1),
  ],
  "paddings": (make) => [
    tf.pad(make([5]), [[2, 3]], 7), tf.pad(make([5, 6]), [[0, 1], [2, 0]]), tf.pad(make([2, 3, 4]), [[1, 0], [0, 2], [3, 1]], -1),
    tf.pad(make([2, 3, 2, 3]), [[1, 1], [0, 2], [3, 1], [2, 2]], 3), tf.pad(make([0, 3]), [[1, 1], [1, 1]], 2), tf.pad(make([190, 190]), [[3, 4], [5, 6]], 1),
    tf.mirrorPad(make([5]), [[2, 3]], "reflect"), tf.mirrorPad(make([5, 6]), [[5, 1], [2, 0]], "symmetric"), tf.mirrorPad(make([4, 3, 5]), [[3, 2], [1, 2], [0, 4]], "reflect"),
    tf.mirrorPad(make([3, 3]), [[0, 0], [0, 0]], "reflect"),
  ],
  "tiles, broadcasts and reversals": (make) => [
    tf.tile(make([5]), [3]), tf.tile(make([3, 4]), [2, 3]), tf.tile(make([2, 1, 3]), [1, 5, 2]), tf.tile(make([1, 7]), [9000, 1]), tf.tile(make([2, 3]), [0, 2]),
    tf.broadcastTo(make([3, 1, 2]), [4, 3, 5, 2]), tf.broadcastTo(make([1]), [33_000]), tf.tile(make([1, 2, 1, 2, 1, 2]), [2, 1, 3, 1, 2, 2]),
    tf.reverse(make([7])), tf.reverse(make([5, 6]), 1), tf.reverse(make([5, 6]), 0), tf.reverse(make([3, 4, 5]), [0, 2]), tf.reverse(make([2, 3, 2, 3, 2, 3])), tf.reverse(make([0, 2])),
  ],
  "gathers": (make) => [
    tf.gather(make([5, 3]), tf.tensor1d([4, 0, 0, 2], "int32")), tf.gather(make([5, 3]), tf.tensor1d([2, 1, 0, 0, 1], "int32"), 1),
    tf.gather(make([3, 4, 5]), tf.tensor2d([[3, 0], [1, 1]], [2, 2], "int32"), 1), tf.gather(make([3, 4, 5]), tf.tensor2d([[3, 0], [1, 1], [2, 3]], [3, 2], "int32"), 1, 1),
    tf.gather(make([50, 700]), tf.tensor1d(Array.from({ length: 101 }, (_, i) => (i * 37) % 50), "int32")), tf.gather(make([5, 3]), tf.tensor1d([], "int32")),
    tf.gather(make([9]), tf.scalar(4, "int32")),
  ],
  "gathers by several indices, and choices": (make) => [
    tf.gatherND(make([5, 6]), tf.tensor2d([[1, 2], [4, 5], [0, 0]], [3, 2], "int32")), tf.gatherND(make([5, 6, 3]), tf.tensor3d([[[1, 2], [4, 5]], [[0, 0], [3, 1]]], [2, 2, 2], "int32")),
    tf.gatherND(make([5, 3]), tf.tensor2d([[4], [1]], [2, 1], "int32")),
    tf.where(tf.greater(numbers([7, 9]), 0), make([7, 9]), tf.reverse(make([7, 9]))), tf.where(tf.greater(numbers([9]), 0), make([7, 9]), make([1])),
  ],
  "constants": (make) => [
    tf.fill([3, 5], 2.5), tf.fill([3, 5], 7, "int32"), tf.fill([0], 1), tf.fill([], -1), tf.fill([40_000], NaN), tf.onesLike(make([3, 7])), tf.zerosLike(make([3, 7])), tf.fill([2], 1, "bool"),
  ],
};

describe("moving words", () => {
  for (const [name, program] of Object.entries(programs)) {
    it(`${name}, as tfjs does`, async () => {
      await expectAsCpu(() => program(numbers));
      await expectAsCpu(() => program(whole));
      await expectAsCpu(() => program(odd));
    });
  }

  it("moves truth values too", async () => {
    const truth = (shape: number[]): tf.Tensor => tf.greater(numbers(shape), 0);
    for (const [name, program] of Object.entries(programs)) if (name !== "constants") await expectAsCpu(() => program(truth), {}, name);
    await expectAsCpu(() => [
      tf.slice(tf.greater(numbers([4, 5]), 0), [1, 1], [2, 3]), tf.concat([tf.greater(numbers([5]), 0), tf.less(numbers([3]), 0)]), tf.reverse(tf.greater(numbers([4, 5]), 0), 1),
      tf.tile(tf.greater(numbers([4, 5]), 0), [2, 2]), tf.gather(tf.greater(numbers([9]), 0), tf.tensor1d([1, 8], "int32")), tf.onesLike(tf.greater(numbers([4]), 0)), tf.zerosLike(tf.greater(numbers([4]), 0)),
    ]);
  });

  it("makes one-hot rows, empty where an index is outside", async () => {
    await expectAsCpu(() => [
      tf.oneHot(tf.tensor1d([0, 3, -1, 4, 2], "int32"), 4), tf.oneHot(tf.tensor2d([[0, 3], [1, 9]], [2, 2], "int32"), 5, 2.5, -1.5, "float32"),
      tf.oneHot(tf.tensor1d(Array.from({ length: 5000 }, (_, i) => i % 11), "int32"), 10, 1, 0, "float32"),
    ].map((tensor) => tf.cast(tensor, "float32")));
  });

  it("scatters and adds up, and sums of many", async () => {
    await expectAsCpu(() => [
      tf.scatterND(tf.tensor2d([[1, 2], [0, 1], [1, 2]], [3, 2], "int32"), numbers([3]), [2, 4]), tf.scatterND(tf.tensor2d([[3], [0], [3]], [3, 1], "int32"), numbers([3, 5]), [4, 5]),
      tf.addN([numbers([3, 5]), numbers([3, 5], 2), numbers([3, 5], 3)]), tf.addN([numbers([3])]), tf.elu(numbers([9])), tf.grad((x) => tf.elu(x))(numbers([9])),
    ], { relative: 1e-6 });
  });

  it("sums segments, and so has the gradient of a gather", async () => {
    await expectAsCpu(() => [
      tf.unsortedSegmentSum(numbers([7, 5]), tf.tensor1d([2, 0, 2, 2, 4, 0, 1], "int32"), 5), tf.unsortedSegmentSum(numbers([7]), tf.tensor1d([2, 0, 2, 2, 4, 0, 1], "int32"), 5),
      tf.unsortedSegmentSum(numbers([4, 3, 2]), tf.tensor1d([2, -1, 2, 9], "int32"), 3),
      tf.unsortedSegmentSum(numbers([2000, 33]), tf.tensor1d(Array.from({ length: 2000 }, (_, i) => (i * 7) % 23), "int32"), 23),
      tf.grad((x) => tf.sum(tf.square(tf.gather(x, tf.tensor1d([4, 0, 0, 2], "int32")))))(numbers([5, 3])),
    ], { relative: 1e-5 });
  });
});
