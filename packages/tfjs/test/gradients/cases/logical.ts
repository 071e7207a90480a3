import * as tf from "@tensorflow/tfjs-core";
import { two, type GradientCase } from "./case.js";

const comparison = (name: string, kernel: string, f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): GradientCase =>
  two(`where(${name})`, kernel, (a, b) => tf.where(f(a, b), tf.mul(a, tf.square(b)), tf.exp(a)));

export const logical: readonly GradientCase[] = [
  comparison("equal", "Equal", tf.equal),
  comparison("greater", "Greater", tf.greater),
  comparison("greaterEqual", "GreaterEqual", tf.greaterEqual),
  comparison("less", "Less", tf.less),
  comparison("lessEqual", "LessEqual", tf.lessEqual),
  comparison("notEqual", "NotEqual", tf.notEqual),
  comparison("logicalAnd", "LogicalAnd", (a, b) => tf.logicalAnd(tf.greater(a, b), tf.less(a, 1.7))),
  comparison("logicalOr", "LogicalOr", (a, b) => tf.logicalOr(tf.greater(a, b), tf.less(a, 0.7))),
  comparison("logicalXor", "LogicalNot", (a, b) => tf.logicalXor(tf.greater(a, b), tf.less(a, 1.2))),
  comparison("logicalNot", "LogicalNot", (a, b) => tf.logicalNot(tf.greater(a, b))),
  comparison("isNaN", "IsNan", tf.isNaN),
  comparison("isFinite", "IsFinite", tf.isFinite),
  comparison("isInf", "IsInf", tf.isInf),
  comparison("greaterEqual of int32", "GreaterEqual", (a) => tf.greaterEqual(tf.cast(a, "int32"), tf.scalar(1, "int32"))),
  comparison("argMax", "ArgMax", (a) => tf.equal(tf.expandDims(tf.argMax(a, 1), 1), tf.tensor([0, 1, 2], [3], "int32"))),
  comparison("argMin", "ArgMin", (a) => tf.equal(tf.expandDims(tf.argMin(a, 1), 1), tf.tensor([0, 1, 2], [3], "int32"))),
  comparison("argMax of int32", "ArgMax", (a) =>
    tf.equal(tf.expandDims(tf.argMax(tf.cast(tf.mul(a, 9), "int32"), 1), 1), tf.tensor([0, 1, 2], [3], "int32")),
  ),
  comparison("argMin of int32", "ArgMin", (a) =>
    tf.equal(tf.expandDims(tf.argMin(tf.cast(tf.mul(a, 9), "int32"), 1), 1), tf.tensor([0, 1, 2], [3], "int32")),
  ),
  comparison("bitwiseAnd", "BitwiseAnd", (a) =>
    tf.greater(tf.bitwiseAnd(tf.cast(tf.mul(a, 9.1), "int32"), tf.tensor([4, 4, 4, 4, 4, 4], [2, 3], "int32")), 0),
  ),
  comparison("all", "All", (a, b) => tf.all(tf.greater(a, b), 1, true)),
  comparison("any", "Any", (a, b) => tf.any(tf.greater(a, b), 1, true)),
  {
    name: "where under a square root, infinite on the side not taken",
    kernels: ["Select"],
    inputs: () => [tf.tensor([-0.5, 0.7, 1.3])],
    f: (x) => tf.sqrt(tf.where(tf.greater(x as tf.Tensor, 0), x as tf.Tensor, 0)),
    second: false,
  },
  two("where with one condition a row", "Select", (a, b) => tf.where(tf.tensor([true, false], [2, 1], "bool"), tf.mul(a, b), tf.exp(b))),
];
