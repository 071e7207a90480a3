import * as tf from "@tensorflow/tfjs-core";
import { images, values, type GradientCase } from "./case.js";

export const neighbourhoods: readonly GradientCase[] = [
  ...(
    [
      { size: 2, strides: 2, pad: "valid" },
      { size: 3, strides: 1, pad: "same" },
      { size: 2, strides: 2, pad: "same" },
    ] as { size: number; strides: number; pad: "same" | "valid" }[]
  ).flatMap(({ size, strides, pad }): GradientCase[] => [
    {
      name: `avgPool of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["AvgPool", "AvgPoolGrad"],
      inputs: () => [images()],
      f: (x) => tf.avgPool(x as tf.Tensor4D, size, strides, pad),
    },
    {
      name: `maxPool of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["MaxPool", "MaxPoolGrad"],
      inputs: () => [images()],
      f: (x) => tf.maxPool(x as tf.Tensor4D, size, strides, pad),
    },
    {
      name: `avgPool3d of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["AvgPool3D", "AvgPool3DGrad"],
      inputs: () => [images([1, 3, 4, 3, 1])],
      f: (x) => tf.avgPool3d(x as tf.Tensor5D, size, strides, pad),
    },
    {
      name: `maxPool3d of ${size}, strides ${strides}, pad ${pad}`,
      kernels: ["MaxPool3D", "MaxPool3DGrad"],
      inputs: () => [images([1, 3, 4, 3, 1])],
      f: (x) => tf.maxPool3d(x as tf.Tensor5D, size, strides, pad),
    },
  ]),
  ...(["ceil", "round"] as const).flatMap((rounding): GradientCase[] => [
    {
      name: `avgPool whose number of windows is rounded by ${rounding}`,
      kernels: ["AvgPool"],
      inputs: () => [images([1, 4, 5, 1])],
      f: (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 0, rounding),
    },
    {
      name: `maxPool whose number of windows is rounded by ${rounding}`,
      kernels: ["MaxPool"],
      inputs: () => [images([1, 4, 5, 1])],
      f: (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 0, rounding),
    },
  ]),
  {
    name: "avgPool with explicit padding",
    kernels: ["AvgPool"],
    inputs: () => [images([1, 3, 3, 1])],
    f: (x) => tf.avgPool(x as tf.Tensor4D, 3, 1, [[0, 0], [1, 2], [0, 1], [0, 0]] as never),
  },
  {
    name: "maxPoolWithArgmax",
    kernels: ["MaxPoolWithArgmax"],
    inputs: () => [images([1, 4, 4, 2])],
    f: (x) => tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 2, "valid")["result"] as tf.Tensor,
  },
  ...([false, true] as const).flatMap((alignCorners): GradientCase[] => [
    {
      name: `resizeBilinear, corners aligned: ${alignCorners}`,
      kernels: ["ResizeBilinear", "ResizeBilinearGrad"],
      inputs: () => [images([1, 3, 2, 2])],
      f: (x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 3], alignCorners),
    },
    {
      name: `resizeNearestNeighbor, corners aligned: ${alignCorners}`,
      kernels: ["ResizeNearestNeighbor", "ResizeNearestNeighborGrad"],
      inputs: () => [images([1, 3, 2, 2])],
      f: (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [6, 4], alignCorners),
    },
  ]),
  ...(["resizeBilinear", "resizeNearestNeighbor"] as const).flatMap((name): GradientCase[] =>
    ([[5, 3], [2, 4]] as [number, number][]).map((size) => ({
      name: `${name} from half-pixel centres to [${size}]`,
      kernels: [name === "resizeBilinear" ? "ResizeBilinear" : "ResizeNearestNeighbor"],
      inputs: () => [values([2, 3, 3, 2])],
      f: (x) => tf.image[name](x as tf.Tensor4D, size, false, true),
    })),
  ),
  {
    name: "localResponseNormalization",
    kernels: ["LRN", "LRNGrad"],
    inputs: () => [values([1, 2, 1, 4], 0.5, 1.5)],
    f: (x) => tf.localResponseNormalization(x as tf.Tensor4D, 1, 1, 0.7, 0.6),
  },
  {
    name: "dilation2d",
    kernels: ["Dilation2D", "Dilation2DBackpropInput", "Dilation2DBackpropFilter"],
    inputs: () => [images([1, 4, 3, 2]), values([2, 2, 2], -0.6, 0.6, 13)],
    f: (x, w) => tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, 1, "same"),
  },
  ...(
    [
      ["scale and offset", true, true],
      ["scale", true, false],
      ["offset", false, true],
      ["neither", false, false],
    ] as const
  ).map(
    ([given, withScale, withOffset]): GradientCase => ({
      name: `batchNorm with ${given}`,
      kernels: ["FusedBatchNorm"],
      inputs: () => [
        values([3, 1, 1, 2]),
        values([2], -1, 1, 5),
        values([2], 0.5, 1.5, 9),
        ...(withScale ? [values([2], 0.5, 1.5, 3)] : []),
        ...(withOffset ? [values([2], -1, 1, 1)] : []),
      ],
      f: (x, mean, variance, ...rest) => {
        const [scale, offset] = withScale ? rest : [undefined, rest[0]];
        return tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor1D, variance as tf.Tensor1D, offset as tf.Tensor1D, scale as tf.Tensor1D, 0.01);
      },
    }),
  ),
  {
    name: "batchNorm by moments with their dimensions kept",
    kernels: ["FusedBatchNorm"],
    inputs: () => [values([3, 2, 1, 2]), values([1, 1, 1, 2], -1, 1, 5), values([1, 1, 1, 2], 0.5, 1.5, 9)],
    f: (x, mean, variance) => tf.batchNorm(x as tf.Tensor4D, mean as tf.Tensor4D, variance as tf.Tensor4D),
  },
];
