import * as tf from "@tensorflow/tfjs-core";
import { values, type GradientCase } from "./case.js";

export const matrices: readonly GradientCase[] = [
  ...(
    [
      { a: [2, 3], b: [3, 4] },
      { a: [3, 2], b: [4, 3], transposeA: true, transposeB: true },
      { a: [2, 2, 3], b: [2, 4, 3], transposeB: true },
      { a: [2, 2, 3], b: [1, 3, 2] },
      { a: [1, 3, 2], b: [2, 3, 2], transposeA: true },
      { a: [2, 2, 3], b: [3, 2] },
      { a: [2, 3], b: [2, 2, 3], transposeB: true },
      { a: [2, 1, 2, 3], b: [3, 3, 2] },
      { a: [2, 1, 3, 2], b: [1, 3, 2, 3], transposeA: true, transposeB: true },
    ] as { a: number[]; b: number[]; transposeA?: boolean; transposeB?: boolean }[]
  ).map(
    ({ a, b, transposeA = false, transposeB = false }): GradientCase => ({
      name: `matMul of [${a}] and [${b}], transposed ${transposeA}, ${transposeB}`,
      kernels: ["BatchMatMul"],
      inputs: () => [values(a), values(b, -1, 1, 5)],
      f: (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB),
    }),
  ),
  ...(
    [
      ["ij->ji", [2, 3]],
      ["ij->", [2, 3]],
      ["ij->i", [2, 3]],
      ["ij,jk->ik", [2, 3], [3, 2]],
      ["i,j->ij", [2], [3]],
      ["ij,ij->", [2, 3], [2, 3]],
      ["ij,kj->k", [2, 3], [4, 3]],
      ["bij,bjk->bik", [2, 2, 3], [2, 3, 2]],
      ["bij,bik->kj", [2, 2, 3], [2, 2, 2]],
      ["ij,k->j", [2, 3], [4]],
    ] as [string, number[], number[]?][]
  ).map(
    ([equation, ...operands]): GradientCase => ({
      name: `einsum ${equation}`,
      kernels: ["Einsum"],
      inputs: () => operands.filter((shape) => shape !== undefined).map((shape, i) => values(shape, -1, 1, 5 * i)),
      f: (...xs) => tf.einsum(equation, ...xs),
    }),
  ),
  {
    name: "fused.matMul with a bias",
    kernels: ["BatchMatMul"],
    inputs: () => [values([2, 3]), values([3, 2], -1, 1, 5), values([2], -1, 1, 9)],
    f: (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor, activation: "linear" }),
  },
  {
    name: "fused.matMul with a bias and sigmoid",
    kernels: ["BatchMatMul"],
    inputs: () => [values([2, 3]), values([3, 2], -1, 1, 5), values([2], -1, 1, 9)],
    f: (a, b, bias) => tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor, activation: "sigmoid" }),
  },
  {
    name: "dot",
    kernels: ["BatchMatMul"],
    inputs: () => [values([3]), values([3, 2], -1, 1, 5)],
    f: (a, b) => tf.dot(a as tf.Tensor, b as tf.Tensor),
  },
];
