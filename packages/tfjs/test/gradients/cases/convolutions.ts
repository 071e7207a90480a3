import * as tf from "@tensorflow/tfjs-core";
import { filters, images, values, type GradientCase } from "./case.js";

export const convolutions: readonly GradientCase[] = [
  ...(
    [
      { strides: 1, pad: "same" },
      { strides: 2, pad: "valid" },
      { strides: 2, pad: "same" },
      { strides: 1, pad: "same", dilations: 2 },
      { strides: 1, pad: "valid", dilations: [2, 1] },
      { strides: 1, pad: 1 },
      { strides: 1, pad: [[0, 0], [1, 0], [0, 1], [0, 0]] },
    ] as { strides: number; pad: "same" | "valid" | number; dilations?: number | [number, number] }[]
  ).flatMap(({ strides, pad, dilations = 1 }): GradientCase[] => {
    const how = `strides ${strides}, pad ${JSON.stringify(pad)}, dilations ${JSON.stringify(dilations)}`;
    const inputs = () => [images(), filters([2, 2, 2, 2])];
    const both: GradientCase[] = [
      {
        name: `conv2d, ${how}`,
        kernels: ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
        inputs,
        f: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, "NHWC", dilations),
      },
      {
        name: `depthwiseConv2d, strides ${strides}, pad ${JSON.stringify(pad)}`,
        kernels: ["DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"],
        inputs,
        f: (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad),
      },
    ];
    // tfjs refuses the gradient of a dilated depthwise convolution, and its specs hold that.
    return dilations === 1 ? both : both.slice(0, 1);
  }),
  {
    name: "conv2dTranspose",
    kernels: ["Conv2DBackpropInput"],
    inputs: () => [images([1, 2, 3, 2]), filters([3, 2, 1, 2])],
    f: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [1, 4, 6, 1], 2, "same"),
  },
  {
    name: "conv1d with dilation",
    kernels: ["Conv2D"],
    inputs: () => [images([1, 6, 2]), filters([2, 2, 2])],
    f: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, "same", "NWC", 2),
  },
  {
    name: "separableConv2d",
    kernels: ["DepthwiseConv2dNative", "Conv2D"],
    inputs: () => [images(), filters([2, 2, 2, 1]), filters([1, 1, 2, 3])],
    f: (x, d, p) => tf.separableConv2d(x as tf.Tensor4D, d as tf.Tensor4D, p as tf.Tensor4D, 1, "same"),
  },
  ...(
    [
      { strides: 1, pad: "same" },
      { strides: 2, pad: "valid" },
      { strides: 1, pad: "same", dilations: 2 },
    ] as { strides: number; pad: "same" | "valid"; dilations?: number }[]
  ).map(
    ({ strides, pad, dilations = 1 }): GradientCase => ({
      name: `conv3d, strides ${strides}, pad ${pad}, dilations ${dilations}`,
      kernels: ["Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"],
      inputs: () => [images([1, 3, 4, 3, 1]), filters([2, 2, 2, 1, 2])],
      f: (x, w) => tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, strides, pad, "NDHWC", dilations as never),
    }),
  ),
  {
    name: "conv3dTranspose",
    kernels: ["Conv3DBackpropInputV2"],
    inputs: () => [images([1, 2, 1, 2, 1]), filters([2, 2, 2, 1, 1])],
    f: (x, w) => tf.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, [1, 4, 2, 4, 1], 2, "same"),
  },
  {
    name: "fused.conv2d with a bias",
    kernels: ["Conv2D"],
    inputs: () => [images([1, 3, 3, 2]), filters([2, 2, 2, 2]), values([2], -1, 1, 9)],
    f: (x, filter, bias) =>
      tf.fused.conv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: "same", bias: bias as tf.Tensor, activation: "linear" }),
  },
  {
    name: "fused.depthwiseConv2d with a bias",
    kernels: ["DepthwiseConv2dNative"],
    inputs: () => [images([1, 3, 3, 2]), filters([2, 2, 2, 1]), values([2], -1, 1, 9)],
    f: (x, filter, bias) =>
      tf.fused.depthwiseConv2d({ x: x as tf.Tensor4D, filter: filter as tf.Tensor4D, strides: 1, pad: "same", bias: bias as tf.Tensor }),
  },
];
