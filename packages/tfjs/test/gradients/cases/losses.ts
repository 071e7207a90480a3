import * as tf from "@tensorflow/tfjs-core";
import { values, type GradientCase } from "./case.js";

export const losses: readonly GradientCase[] = [
  {
    name: "sigmoidCrossEntropy",
    kernels: ["Log1p"],
    inputs: () => [values([2, 3], -2, 2)],
    f: (x) => tf.losses.sigmoidCrossEntropy(tf.tensor([0, 1, 1, 0, 1, 0], [2, 3]), x as tf.Tensor),
  },
  {
    name: "softmaxCrossEntropy",
    kernels: ["LogSoftmax"],
    inputs: () => [values([2, 3], -2, 2)],
    f: (x) => tf.losses.softmaxCrossEntropy(tf.tensor([0, 1, 0, 0, 0, 1], [2, 3]), x as tf.Tensor),
    // Its gradient is a tf.customGrad inside the operation, out of a registry's reach, and ends at the first order.
    second: false,
  },
  {
    name: "huberLoss",
    kernels: ["Minimum"],
    inputs: () => [values([2, 3], -2, 2)],
    f: (x) => tf.losses.huberLoss(tf.tensor([0, 1, 0, 0, 0, 1], [2, 3]), x as tf.Tensor),
  },
];
