import { backend_util, MaxPoolGrad, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { tensorId, wasmFunction, wasmKernel } from "./backend.js";

interface MaxPoolGradAttributes {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * The gradient of max pooling. As shipped, a window whose values are all negative gets none; the three-dimensional
 * kernel is right, and serves here with a depth of one.
 */
export const maxPoolGradConfig: KernelConfig = wasmKernel<{ dy: TensorInfo; input: TensorInfo }, MaxPoolGradAttributes>(
  MaxPoolGrad,
  ({ inputs: { dy, input }, attrs: { filterSize, strides, pad, dimRoundingMode }, backend }) => {
    const shape = input.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const dx = backend.makeOutput(input.shape, input.dtype);
    const run = wasmFunction(backend, "MaxPool3DGrad", Array.from({ length: 23 }, () => "number" as const));
    run(
      ...[input, dy, dx].map((tensor) => tensorId(backend, tensor)),
      ...[info.batchSize, info.inChannels],
      ...[1, info.inHeight, info.inWidth],
      ...[1, info.outHeight, info.outWidth],
      ...[1, info.strideHeight, info.strideWidth],
      ...[1, info.dilationHeight, info.dilationWidth],
      ...[1, info.effectiveFilterHeight, info.effectiveFilterWidth],
      ...[0, info.padInfo.top, info.padInfo.left],
    );
    return dx;
  },
);
