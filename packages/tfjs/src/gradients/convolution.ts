import * as tf from "@tensorflow/tfjs-core";
import { defineGradient } from "./define.js";
import { spread, takeEvery } from "./alongAxis.js";

/** Attributes as tfjs's convolution operations pass them; not every kernel has all. */
interface ConvolutionAttributes {
  readonly strides: number | number[];
  readonly pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat?: string;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly dilations?: number | number[];
}

/** A family of a convolution and the two kernels of its gradient. */
interface Convolution {
  readonly forward: string;
  /** Whether tfjs's gradient of the forward kernel stays: right, but that it refuses dilations, to which its specs hold it. */
  readonly keepsForward?: true;
  readonly backpropInput: string;
  /** Whether tfjs has this kernel's gradient, and right: it is its transposed convolution. */
  readonly differentiatesBackpropInput?: true;
  readonly backpropFilter: string;
  /** Spatial axes. */
  readonly dimensions: 2 | 3;
}

const FAMILIES: readonly Convolution[] = [
  {
    forward: tf.Conv2D,
    backpropInput: tf.Conv2DBackpropInput,
    differentiatesBackpropInput: true,
    backpropFilter: tf.Conv2DBackpropFilter,
    dimensions: 2,
  },
  {
    forward: tf.DepthwiseConv2dNative,
    keepsForward: true,
    backpropInput: tf.DepthwiseConv2dNativeBackpropInput,
    backpropFilter: tf.DepthwiseConv2dNativeBackpropFilter,
    dimensions: 2,
  },
  { forward: tf.Conv3D, backpropInput: tf.Conv3DBackpropInputV2, backpropFilter: tf.Conv3DBackpropFilterV2, dimensions: 3 },
];

/**
 * Gradients of convolutions, of their gradients, and so on: a convolution is linear in its input and in its filter,
 * and the three kernels of a family are each other's derivatives.
 *
 * A dilated filter, which tfjs refuses to differentiate (here `depthwiseConv2d` alone still does), is the same as one with zeros between its elements: that one
 * is used backwards, and of its gradient the elements between are left out.
 */
export const convolutionGradients: readonly tf.GradConfig[] = FAMILIES.flatMap((family) => [
  ...(family.keepsForward === true ? [] : [forwardGradient(family)]),
  ...(family.differentiatesBackpropInput === true ? [] : [backpropInputGradient(family)]),
  defineGradient<ConvolutionAttributes, "x" | "dy">(
    family.backpropFilter,
    { inputs: ["x", "dy"] },
    (ddfilter, { x, dy }, attributes) => ({
      x: () => backpropInput(family, dy, ddfilter, x.shape, attributes),
      dy: () => convolve(family, x, ddfilter, attributes),
    }),
  ),
]);

function forwardGradient(family: Convolution): tf.GradConfig {
  return defineGradient<ConvolutionAttributes, "x" | "filter">(
    family.forward,
    { inputs: ["x", "filter"] },
    (dy, { x, filter }, attributes) => {
      const dilations = dilationsOf(family, attributes);
      return {
        x: () => backpropInput(family, dy, dilate(filter, dilations), x.shape, attributes),
        filter: () => {
          const dilated = filter.shape.map((n, axis) => (n - 1) * (dilations[axis] ?? 1) + 1);
          return undilate(backpropFilter(family, x, dy, dilated, attributes), filter.shape, dilations);
        },
      };
    },
  );
}

function backpropInputGradient(family: Convolution): tf.GradConfig {
  return defineGradient<ConvolutionAttributes, "dy" | "filter">(
    family.backpropInput,
    { inputs: ["dy", "filter"] },
    (ddx, { dy, filter }, attributes) => ({
      dy: () => convolve(family, ddx, filter, attributes),
      filter: () => backpropFilter(family, ddx, dy, filter.shape, attributes),
    }),
  );
}

function convolve(family: Convolution, x: tf.Tensor, filter: tf.Tensor, attributes: ConvolutionAttributes): tf.Tensor {
  return run(family.forward, { x, filter }, { ...common(family, attributes), dilations: ones(family) });
}

function backpropInput(
  family: Convolution,
  dy: tf.Tensor,
  filter: tf.Tensor,
  inputShape: number[],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  return run(family.backpropInput, { dy, filter }, { ...common(family, attributes), dilations: ones(family), inputShape });
}

function backpropFilter(
  family: Convolution,
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: number[],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  return run(family.backpropFilter, { x, dy }, { ...common(family, attributes), dilations: ones(family), filterShape });
}

function run(kernelName: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attributes as tf.NamedAttrMap);
}

function common(family: Convolution, { strides, pad, dataFormat, dimRoundingMode }: ConvolutionAttributes): object {
  return { strides, pad, dimRoundingMode, dataFormat: dataFormat ?? (family.dimensions === 2 ? "NHWC" : "NDHWC") };
}

function ones({ dimensions }: Convolution): number[] {
  return Array.from({ length: dimensions }, () => 1);
}

function dilationsOf({ dimensions }: Convolution, { dilations = 1 }: ConvolutionAttributes): number[] {
  return typeof dilations === "number" ? Array.from({ length: dimensions }, () => dilations) : dilations;
}

function dilate(filter: tf.Tensor, dilations: readonly number[]): tf.Tensor {
  return dilations.reduce((dilated, step, axis) => spread(dilated, axis, step), filter);
}

function undilate(filter: tf.Tensor, shape: number[], dilations: readonly number[]): tf.Tensor {
  return dilations.reduce((thinned, step, axis) => takeEvery(thinned, axis, 0, step, shape[axis] as number), filter);
}
