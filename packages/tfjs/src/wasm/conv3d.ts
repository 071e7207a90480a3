import { backend_util, Conv3D, Conv3DBackpropFilterV2, Conv3DBackpropInputV2, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { wasmKernel } from "./backend.js";
import { convolve, filterGradient, inputGradient } from "./convolution.js";
import type { Windows } from "./windows.js";

type Info = backend_util.Conv3DInfo;
type Shape5 = [number, number, number, number, number];
type Strides = number | [number, number, number];

interface Attributes {
  readonly strides: Strides;
  readonly pad: "valid" | "same";
  readonly dilations?: Strides;
}

function convInfo(inShape: readonly number[], filterShape: readonly number[], { strides, pad, dilations }: Attributes): Info {
  return backend_util.computeConv3DInfo(inShape as Shape5, filterShape as Shape5, strides, dilations ?? 1, pad);
}

function windows(info: Info): Windows {
  const { front, top, left } = info.padInfo;
  return { ...info, batch: info.batchSize, front, top, left };
}

/** Right as shipped, and twenty times slower. */
const forward = wasmKernel<{ x: TensorInfo; filter: TensorInfo }, Attributes>(Conv3D, ({ inputs, attrs, backend }) => {
  const { x, filter } = inputs;
  const info = convInfo(x.shape, filter.shape, attrs);
  return convolve(backend, windows(info), x, filter, info.outShape);
});

/** As shipped, wrong with strides above 1. */
const filter = wasmKernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: number[] }>(
  Conv3DBackpropFilterV2,
  ({ inputs, attrs, backend }) => {
    const info = convInfo(inputs.x.shape, attrs.filterShape, attrs);
    return filterGradient(backend, windows(info), inputs.x, inputs.dy, info.filterShape);
  },
);

/** As shipped, always wrong. */
const input = wasmKernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: number[] }>(
  Conv3DBackpropInputV2,
  ({ inputs, attrs, backend }) => {
    const info = convInfo(attrs.inputShape, inputs.filter.shape, attrs);
    return inputGradient(backend, windows(info), inputs.dy, inputs.filter, info.inShape);
  },
);

export const conv3dConfigs: readonly KernelConfig[] = [forward, filter, input];
