import { describeOnBackends, expectClose, expectNoLeak } from "@variate/testing";
import { originalKernel, repairKernel, restoreKernel } from "@variate/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { values } from "./gradients/cases.js";

/** One use of a kernel, and its value by a definition in plain numbers. */
interface KernelCase {
  readonly name: string;
  readonly kernel: string;
  /** Backends whose shipped kernel gets it wrong. */
  readonly wrongOn: readonly string[];
  readonly run: () => tf.Tensor;
  readonly expected: () => number[];
}

const x = (...index: number[]): number => index.reduce((sum, i, axis) => sum + i * [100, 10, 1][axis + 3 - index.length]!, 1);
const cube = (shape: [number, number, number]): tf.Tensor3D =>
  tf.tensor3d(range(shape[0]).flatMap((i) => range(shape[1]).flatMap((j) => range(shape[2]).map((k) => x(i, j, k)))), shape);

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

const cases: readonly KernelCase[] = [
  {
    name: "matMul of stacks [2, 1] and [3]",
    kernel: "BatchMatMul",
    wrongOn: ["cpu"],
    run: () => tf.matMul(tf.tensor([1, 2], [2, 1, 1, 1]), tf.tensor([10, 20, 30], [3, 1, 1])),
    expected: () => [10, 20, 30, 20, 40, 60],
  },
  {
    name: "einsum ij,kj->k, whose i stands in one operand alone",
    kernel: "Einsum",
    wrongOn: ["cpu"],
    run: () => tf.einsum("ij,kj->k", tf.tensor([1, 2, 3, 4], [2, 2]), tf.tensor([1, 0, 0, 1, 1, 1], [3, 2])),
    expected: () => [4, 6, 10],
  },
  {
    name: "einsum of an outer product and a transpose, bi,bj->jib",
    kernel: "Einsum",
    wrongOn: [],
    run: () => tf.einsum("bi,bj->jib", tf.tensor([1, 2, 3, 4], [2, 2]), tf.tensor([5, 6, 7, 8], [2, 2])),
    expected: () => [5, 21, 10, 28, 6, 24, 12, 32],
  },
  {
    name: "stridedSlice that drops the first axis and strides along the second",
    kernel: "StridedSlice",
    wrongOn: ["cpu", "wasm"],
    run: () => tf.stridedSlice(cube([2, 4, 2]), [1, 0, 0], [2, 4, 2], [1, 3, 1], 0, 0, 0, 0, 1),
    expected: () => [x(1, 0, 0), x(1, 0, 1), x(1, 3, 0), x(1, 3, 1)],
  },
  {
    name: "stridedSlice that drops an axis and runs backwards to the start of another",
    kernel: "StridedSlice",
    wrongOn: ["cpu", "wasm"],
    run: () => tf.stridedSlice(cube([2, 3, 2]), [1, 2, 0], [2, 0, 2], [1, -1, 1], 0, 2, 0, 0, 1),
    expected: () => [2, 1, 0].flatMap((j) => [x(1, j, 0), x(1, j, 1)]),
  },
  {
    name: "cumsum along the last axis, given as -1",
    kernel: "Cumsum",
    wrongOn: ["cpu"],
    run: () => tf.cumsum(tf.tensor([1, 2, 3, 4], [2, 2]), -1),
    expected: () => [1, 3, 3, 7],
  },
  {
    name: "cumprod along the first axis, given as -2",
    kernel: "Cumprod",
    wrongOn: ["cpu"],
    run: () => tf.cumprod(tf.tensor([1, 2, 3, 4], [2, 2]), -2),
    expected: () => [1, 2, 3, 8],
  },
  {
    name: "gather with one index for each of two batch dimensions",
    kernel: "GatherV2",
    wrongOn: ["wasm"],
    run: () => tf.gather(cube([2, 2, 3]), tf.tensor([2, 0, 1, 1], [2, 2, 1], "int32"), 2, 2),
    expected: () => [x(0, 0, 2), x(0, 1, 0), x(1, 0, 1), x(1, 1, 1)],
  },
  {
    name: "gather of rows with a batch dimension and an axis between",
    kernel: "GatherV2",
    wrongOn: [],
    run: () => tf.gather(cube([2, 2, 3]), tf.tensor([2, 0, 1, 1], [2, 2], "int32"), 2, 1),
    expected: () => [0, 1].flatMap((j) => [x(0, j, 2), x(0, j, 0)]).concat([0, 1].flatMap((j) => [x(1, j, 1), x(1, j, 1)])),
  },
  {
    name: "maxPool3d of negative numbers",
    kernel: "MaxPool3D",
    wrongOn: ["wasm"],
    run: () => tf.maxPool3d(tf.neg(tf.reshape(cube([2, 2, 2]), [1, 2, 2, 2, 1])) as tf.Tensor5D, [1, 2, 2], [1, 2, 2], "valid"),
    expected: () => [-x(0, 0, 0), -x(1, 0, 0)],
  },
  ...(["maxPool", "avgPool"] as const).map(
    (pool): KernelCase => ({
      name: `${pool} whose number of windows is rounded up`,
      kernel: pool === "maxPool" ? "MaxPool" : "AvgPool",
      wrongOn: ["wasm"],
      run: () => tf[pool](tf.tensor4d([1, 5, 3, 4, 2, 6, 9, 7, 8], [1, 3, 3, 1]), 2, 2, 0, "ceil"),
      expected: () => (pool === "maxPool" ? [5, 6, 9, 8] : [3, 4.5, 8, 8]),
    }),
  ),
  ...(["result", "indexes"] as const).map(
    (output): KernelCase => ({
      name: `maxPoolWithArgmax of negative numbers, ${output}`,
      kernel: "MaxPoolWithArgmax",
      wrongOn: ["wasm"],
      run: () => tf.maxPoolWithArgmax(tf.tensor4d([-3, -1, -2, -4, -7, -6, -5, -8], [2, 2, 2, 1]), 2, 2, "valid", true)[output] as tf.Tensor,
      expected: () => (output === "result" ? [-1, -5] : [1, 6]),
    }),
  ),
  {
    name: "the gradient of maxPool of negative numbers",
    kernel: "MaxPoolGrad",
    wrongOn: ["wasm"],
    run: () => tf.grad((v) => tf.maxPool(v as tf.Tensor4D, 2, 2, "valid"))(tf.tensor([-3, -1, -2, -4], [1, 2, 2, 1])),
    expected: () => [0, 1, 0, 0],
  },
  {
    name: "the gradient of maxPool3d of negative numbers",
    kernel: "MaxPool3DGrad",
    wrongOn: ["wasm"],
    run: () => tf.grad((v) => tf.maxPool3d(v as tf.Tensor5D, [1, 2, 2], 1, "valid"))(tf.tensor([-3, -1, -2, -4], [1, 1, 2, 2, 1])),
    expected: () => [0, 1, 0, 0],
  },
  {
    name: "dilation2d of negative numbers",
    kernel: "Dilation2D",
    wrongOn: ["wasm"],
    run: () => tf.dilation2d(tf.tensor4d([-3, -1, -2, -4], [1, 2, 2, 1]), tf.tensor3d([0, -9, 0.5, 0], [2, 2, 1]), 1, "valid"),
    expected: () => [-1.5],
  },
  {
    name: "the gradient of dilation2d of negative numbers by the image",
    kernel: "Dilation2DBackpropInput",
    wrongOn: ["wasm"],
    run: () =>
      tf.grad((v) => tf.dilation2d(v as tf.Tensor4D, tf.tensor3d([0, -9, 0.5, 0], [2, 2, 1]), 1, "valid"))(
        tf.tensor([-3, -1, -2, -4], [1, 2, 2, 1]),
      ),
    expected: () => [0, 0, 1, 0],
  },
  {
    name: "the gradient of dilation2d of negative numbers by the filter",
    kernel: "Dilation2DBackpropFilter",
    wrongOn: ["wasm"],
    run: () =>
      tf.grad((v) => tf.dilation2d(tf.tensor4d([-3, -1, -2, -4], [1, 2, 2, 1]), v as tf.Tensor3D, 1, "valid"))(
        tf.tensor([0, -9, 0.5, 0], [2, 2, 1]),
      ),
    expected: () => [0, 0, 1, 0],
  },
];

describeOnBackends("repaired kernels", (backend) => {
  for (const { name, kernel, wrongOn, run, expected } of cases) {
    describe(name, () => {
      it("is right, and leaks nothing", () => {
        expectNoLeak(() => void tf.tidy(() => void expectClose(run(), expected())));
      });

      if (wrongOn.includes(backend)) {
        it("is wrong without the repair", () => {
          const repair = tf.getKernel(kernel, backend);
          const setUp = originalKernel(kernel, backend)?.setupFunc;
          restoreKernel(kernel, backend);
          setUp?.(tf.backend());
          try {
            expect(() => tf.tidy(() => void expectClose(run(), expected()))).toThrow();
          } finally {
            repairKernel(repair);
          }
        });
      }
    });
  }

  it("tensorScatterUpdate leaves its input as it was", () => {
    const tensor = values([4, 2]);
    const before = tensor.dataSync().slice();
    const updated = tf.tensorScatterUpdate(tensor, tf.tensor([1, 3], [2, 1], "int32"), tf.tensor([1, 2, 3, 4], [2, 2]));
    expectClose(tensor, before);
    expectClose(updated, [before[0], before[1], 1, 2, before[4], before[5], 3, 4] as number[]);
  });

  it("tensorScatterUpdate refuses an index out of range", () => {
    const update = (row: number) =>
      tf.tensorScatterUpdate(values([4, 2]), tf.tensor([row], [1, 1], "int32"), tf.tensor([1, 2], [1, 2]));
    if (backend === "cpu") expect(() => tf.tidy(() => update(4))).toThrow("does not index into");
  });
});
