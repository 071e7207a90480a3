import {
  backend_util, Conv2D, Conv2DBackpropFilter, Conv2DBackpropInput, FusedConv2D, type KernelConfig, type TensorInfo,
} from "@tensorflow/tfjs-core";
import { wasmKernel } from "./backend.js";
import { asChannelsLast, paddingChannelsLast, releaseCopy, toChannelsFirst, type Padding } from "./channels.js";
import { filterGradient, inputGradient } from "./convolution.js";
import { finishFused, type FusedAttributes, type FusedInputs } from "./fusedActivation.js";
import { runOriginal } from "./original.js";
import type { Windows } from "./windows.js";

type Shape4 = [number, number, number, number];

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: Padding;
  readonly dataFormat?: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

interface ForwardInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
}

/** The geometry, of an input with its channels last. */
function windows(inShape: readonly number[], filterShape: readonly number[], attrs: Attributes): Windows {
  const { strides, dataFormat, dimRoundingMode } = attrs;
  const pad = paddingChannelsLast(attrs.pad, dataFormat);
  const info = backend_util.computeConv2DInfo(inShape as Shape4, filterShape as Shape4, strides, 1, pad, dimRoundingMode);
  return {
    ...info, batch: info.batchSize, top: info.padInfo.top, left: info.padInfo.left,
    inDepth: 1, outDepth: 1, filterDepth: 1, strideDepth: 1, dilationDepth: 1, front: 0,
  };
}

/** Absent as shipped. */
const filterKernel = wasmKernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: number[] }>(
  Conv2DBackpropFilter,
  ({ inputs, attrs, backend }) => {
    const x = asChannelsLast(backend, inputs.x, attrs.dataFormat);
    const dy = asChannelsLast(backend, inputs.dy, attrs.dataFormat);
    const gradient = filterGradient(backend, windows(x.shape, attrs.filterShape, attrs), x, dy, attrs.filterShape);
    releaseCopy(backend, x, inputs.x);
    releaseCopy(backend, dy, inputs.dy);
    return gradient;
  },
);

/** As shipped, a scalar loop. */
const inputKernel = wasmKernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: number[] }>(
  Conv2DBackpropInput,
  ({ inputs, attrs, backend }) => {
    const first = attrs.dataFormat === "NCHW";
    const [batch, a, b, c] = attrs.inputShape as Shape4;
    const inShape = first ? [batch, b, c, a] : [batch, a, b, c];
    const geometry = windows(inShape, inputs.filter.shape, attrs);
    const dy = asChannelsLast(backend, inputs.dy, attrs.dataFormat);
    // A transposed convolution may be given an image that is larger than its geometry: the loop reads a part of it.
    const fits = dy.shape[1] === geometry.outHeight && dy.shape[2] === geometry.outWidth;
    const gradient = fits
      ? inputGradient(backend, geometry, dy, inputs.filter, inShape)
      : runOriginal(backend, Conv2DBackpropInput, { dy, filter: inputs.filter }, {
          ...attrs, pad: paddingChannelsLast(attrs.pad, attrs.dataFormat), inputShape: inShape, dataFormat: "NHWC",
        });
    releaseCopy(backend, dy, inputs.dy);
    return first ? toChannelsFirst(backend, gradient) : gradient;
  },
);

/** As shipped, refuses channels first. */
const forwardKernel = wasmKernel<ForwardInputs, Attributes>(Conv2D, ({ inputs, attrs, backend }) =>
  attrs.dataFormat === "NCHW"
    ? channelsFirst(inputs, attrs, backend, (x, lastAttrs) => runOriginal(backend, Conv2D, { x, filter: inputs.filter }, lastAttrs))
    : runOriginal(backend, Conv2D, inputs, attrs),
);

/** As shipped, refuses channels first and a bias that has not rank 1, as the one that its own gradient makes. */
const fusedKernel = wasmKernel<ForwardInputs & FusedInputs, Attributes & FusedAttributes>(
  FusedConv2D,
  ({ inputs, attrs, backend }) => {
    const { filter, bias, preluActivationWeights } = inputs;
    if (attrs.dataFormat === "NCHW") {
      return channelsFirst(inputs, attrs, backend, (x, lastAttrs) => {
        const [lastBias, lastWeights] = [bias, preluActivationWeights].map((t) => t && asChannelsLast(backend, t, "NCHW"));
        const y = runOriginal(backend, Conv2D, { x, filter }, lastAttrs);
        const result = finishFused(backend, y, { bias: lastBias ?? null, preluActivationWeights: lastWeights ?? null }, attrs);
        if (bias && lastBias) releaseCopy(backend, lastBias, bias);
        if (preluActivationWeights && lastWeights) releaseCopy(backend, lastWeights, preluActivationWeights);
        return result;
      });
    }
    if (bias == null || bias.shape.length === 1) return runOriginal(backend, FusedConv2D, inputs, attrs);
    return finishFused(backend, runOriginal(backend, Conv2D, { x: inputs.x, filter }, attrs), inputs, attrs);
  },
);

/** Runs a convolution of channels-first data on a channels-last copy. */
function channelsFirst(
  { x }: ForwardInputs,
  attrs: Attributes,
  backend: Parameters<typeof toChannelsFirst>[0],
  run: (x: TensorInfo, attrs: Attributes) => TensorInfo,
): TensorInfo {
  const last = asChannelsLast(backend, x, "NCHW");
  const y = run(last, { ...attrs, pad: paddingChannelsLast(attrs.pad, "NCHW"), dataFormat: "NHWC" });
  backend.disposeData(last.dataId);
  return toChannelsFirst(backend, y);
}

export const conv2dConfigs: readonly KernelConfig[] = [filterKernel, inputKernel, forwardKernel, fusedKernel];
