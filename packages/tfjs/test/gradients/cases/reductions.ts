import * as tf from "@tensorflow/tfjs-core";
import { one, values, type GradientCase } from "./case.js";

const reduce = (name: string, kernel: string, f: (x: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor): GradientCase[] =>
  (
    [
      ["all axes", undefined, false],
      ["axis 0", 0, false],
      ["axis -1, dimensions kept", -1, true],
      ["axes 0 and 2", [0, 2], false],
      ["axes 1 and 2, dimensions kept", [1, 2], true],
    ] as const
  ).map(([label, axis, keep]) => ({
    name: `${name}, ${label}`,
    kernels: [kernel],
    inputs: () => [values([2, 3, 2], 0.5, 2)],
    f: (x) => f(x as tf.Tensor, axis === undefined || typeof axis === "number" ? axis : [...axis], keep),
  }));

export const reductions: readonly GradientCase[] = [
  ...reduce("max", "Max", tf.max),
  ...reduce("mean", "Mean", tf.mean),
  ...reduce("min", "Min", tf.min),
  ...reduce("prod", "Prod", tf.prod),
  ...reduce("sum", "Sum", tf.sum),
  ...reduce("logSumExp", "Max", tf.logSumExp),
  ...reduce("norm", "Sqrt", (x, axis, keep) => tf.norm(x, "euclidean", axis, keep)).slice(0, 3),
  {
    name: "prod with a zero and with two",
    kernels: ["Prod"],
    inputs: () => [tf.tensor([2, 0, 3, 0, 5, 0], [2, 3])],
    f: (x) => tf.prod(x as tf.Tensor, 1),
  },
  ...([0, 1, -1] as const).flatMap((axis) =>
    ([false, true] as const).flatMap((exclusive) =>
      ([false, true] as const).flatMap((reverse): GradientCase[] => [
        {
          name: `cumsum, axis ${axis}, exclusive ${exclusive}, reverse ${reverse}`,
          kernels: ["Cumsum"],
          inputs: () => [values([2, 3, 2])],
          f: (x) => tf.square(tf.cumsum(x as tf.Tensor, axis, exclusive, reverse)),
        },
        {
          name: `cumprod, axis ${axis}, exclusive ${exclusive}, reverse ${reverse}`,
          kernels: ["Cumprod"],
          inputs: () => [values([2, 3, 2], 0.5, 2)],
          f: (x) => tf.cumprod(x as tf.Tensor, axis, exclusive, reverse),
        },
      ]),
    ),
  ),
  {
    name: "cumprod through zeros, length 5",
    kernels: ["Cumprod"],
    inputs: () => [tf.tensor([2, 0, 3, 0.5, 0, 1, 2, 3, 0, 4], [2, 5])],
    f: (x) => tf.cumprod(x as tf.Tensor, 1),
  },
  one("softmax", "Softmax", (x) => tf.softmax(x)),
  one("logSoftmax", "LogSoftmax", (x) => tf.logSoftmax(x)),
  one("moments", "Mean", (x) => tf.concat([tf.moments(x, 0).mean, tf.moments(x, 0).variance])),
];
