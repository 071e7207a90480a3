import * as tf from "@tensorflow/tfjs-core";
import { one, two, values, type GradientCase } from "./case.js";

export const shapes: readonly GradientCase[] = [
  one("reshape", "Reshape", (x) => tf.square(tf.reshape(x, [3, 2]))),
  one("expandDims", "ExpandDims", (x) => tf.square(tf.expandDims(x, 1))),
  one("squeeze", "Reshape", (x) => tf.square(tf.squeeze(tf.reshape(x, [1, 6])))),
  one("transpose", "Transpose", (x) => tf.square(tf.transpose(x))),
  one("reverse", "Reverse", (x) => tf.square(tf.reverse(x, 1))),
  one("slice", "Slice", (x) => tf.square(tf.slice(x, [0, 1], [2, -1]))),
  one("pad", "PadV2", (x) => tf.square(tf.pad(x, [[1, 0], [2, 1]], 0.5))),
  one("broadcastTo", "Tile", (x) => tf.square(tf.broadcastTo(x, [4, 2, 3]))),
  one("broadcastTo of an inner axis", "Tile", (x) => tf.square(tf.broadcastTo(tf.slice(x, [0, 1], [2, 1]), [3, 2, 4]))),
  one("split", "SplitV", (x) => tf.mul(tf.split(x, [1, 2], 1)[0] as tf.Tensor, tf.split(x, [1, 2], 1)[1] as tf.Tensor)),
  one("split into one", "SplitV", (x) => tf.square(tf.split(x, 1, 1)[0] as tf.Tensor)),
  one("unstack", "Unpack", (x) => tf.mul(...(tf.unstack(x, 0) as [tf.Tensor, tf.Tensor]))),
  one("unstack into one", "Unpack", (x) => tf.square(tf.unstack(tf.reshape(x, [1, 6]), 0)[0] as tf.Tensor)),
  two("concat", "Concat", (a, b) => tf.square(tf.concat([a, tf.reshape(b, [1, 3]), a], 0))),
  two("stack", "Pack", (a, b) => tf.square(tf.stack([a, tf.mul(a, b)], 1))),
  two("addN", "AddN", (a, b) => tf.square(tf.addN([a, tf.mul(a, b), a]))),
  ...([[2], [2, 3], [2, 2, 1], [1, 2, 3, 2], [2, 1, 2, 1, 3], []] as const).map(
    (reps): GradientCase => ({
      name: `tile of rank ${reps.length}`,
      kernels: ["Tile"],
      inputs: () => [values([2, 3, 1, 2, 2].slice(0, reps.length))],
      f: (x) => tf.square(tf.tile(x as tf.Tensor, [...reps])),
    }),
  ),
  ...(["reflect", "symmetric"] as const).flatMap((mode): GradientCase[] => [
    {
      name: `mirrorPad, ${mode}`,
      kernels: ["MirrorPad"],
      inputs: () => [values([3, 4])],
      f: (x) => tf.square(tf.mirrorPad(x as tf.Tensor, [[2, 1], [1, 2]], mode)),
    },
    {
      name: `mirrorPad, ${mode}, one side and none`,
      kernels: ["MirrorPad"],
      inputs: () => [values([2, 3, 2])],
      f: (x) => tf.square(tf.mirrorPad(x as tf.Tensor, [[0, 1], [2, 0], [0, 0]], mode)),
    },
  ]),
  ...(
    [
      { begin: [0, 1], end: [3, 4], strides: [2, 2] },
      { begin: [2, 4], end: [0, 0], strides: [-1, -3] },
      { begin: [0, 0], end: [3, 5], strides: [1, 2], beginMask: 2, endMask: 2 },
      { begin: [1, 1], end: [2, 4], strides: [1, 2], shrink: 1 },
      { begin: [0, 0, 1], end: [0, 3, 5], strides: [1, 1, 3], newAxis: 1 },
      { begin: [0, 3], end: [0, 1], strides: [1, -1], ellipsis: 1 },
    ] as { begin: number[]; end: number[]; strides: number[]; beginMask?: number; endMask?: number; ellipsis?: number; newAxis?: number; shrink?: number }[]
  ).map(
    (c): GradientCase => ({
      name: `stridedSlice ${JSON.stringify(c)}`,
      kernels: ["StridedSlice"],
      inputs: () => [values([3, 5])],
      f: (x) => tf.square(tf.stridedSlice(x as tf.Tensor, c.begin, c.end, c.strides, c.beginMask, c.endMask, c.ellipsis, c.newAxis, c.shrink)),
    }),
  ),
  {
    name: "depthToSpace",
    kernels: ["DepthToSpace"],
    inputs: () => [values([2, 2, 1, 8])],
    f: (x) => tf.square(tf.depthToSpace(x as tf.Tensor4D, 2)),
  },
  {
    name: "spaceToBatchND and back",
    kernels: ["SpaceToBatchND", "BatchToSpaceND"],
    inputs: () => [values([1, 3, 4, 2])],
    f: (x) => tf.batchToSpaceND(tf.square(tf.spaceToBatchND(x as tf.Tensor, [2, 2], [[0, 1], [0, 0]])), [2, 2], [[0, 0], [1, 0]]),
  },
  one("diag of a vector", "Diag", (x) => tf.square(tf.diag(tf.reshape(x, [6])))),
  one("diag of a matrix", "Diag", (x) => tf.square(tf.diag(x))),
  one("flipLeftRight", "FlipLeftRight", (x) => tf.square(tf.image.flipLeftRight(tf.reshape(x, [1, 2, 3, 1]) as tf.Tensor4D))),
];
