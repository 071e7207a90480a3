import {
  backend_util, DepthwiseConv2dNative, DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput,
  FusedDepthwiseConv2D, type KernelConfig, type TensorInfo,
} from "@tensorflow/tfjs-core";
import { floats, wasmKernel } from "./backend.js";
import { finishFused, type FusedAttributes, type FusedInputs } from "./fusedActivation.js";
import { runOriginal } from "./original.js";

type Shape4 = [number, number, number, number];

interface Attributes {
  readonly strides: number | [number, number];
  readonly dilations?: number | [number, number] | null;
  readonly pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

function convInfo(inShape: readonly number[], filterShape: readonly number[], attrs: Attributes): backend_util.Conv2DInfo {
  const { strides, dilations, pad, dimRoundingMode } = attrs;
  return backend_util.computeConv2DInfo(
    inShape as Shape4, filterShape as Shape4, strides, dilations ?? 1, pad, dimRoundingMode, true,
  );
}

/** Calls `visit` with where the values of one output position, one input position and one filter tap start. */
function eachTap(info: backend_util.Conv2DInfo, visit: (output: number, input: number, tap: number) => void): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  for (let example = 0; example < info.batchSize; example++) {
    for (let outY = 0; outY < outHeight; outY++) {
      for (let outX = 0; outX < outWidth; outX++) {
        const output = ((example * outHeight + outY) * outWidth + outX) * outChannels;
        for (let tapY = 0; tapY < filterHeight; tapY++) {
          const y = outY * info.strideHeight - info.padInfo.top + tapY * info.dilationHeight;
          if (y < 0 || y >= inHeight) continue;
          for (let tapX = 0; tapX < filterWidth; tapX++) {
            const x = outX * info.strideWidth - info.padInfo.left + tapX * info.dilationWidth;
            if (x < 0 || x >= inWidth) continue;
            visit(output, ((example * inHeight + y) * inWidth + x) * inChannels, (tapY * filterWidth + tapX) * outChannels);
          }
        }
      }
    }
  }
}

// Plain functions of plain arrays: inside the closures these loops ran four times as long.

/** sums[c] += x[c / multiplier] · dy[c]. */
function addProducts(
  sums: Float64Array, atSums: number, x: Float32Array, atX: number, dy: Float32Array, atY: number, count: number, multiplier: number,
): void {
  if (multiplier === 1) {
    for (let c = 0; c < count; c++) sums[atSums + c] = (sums[atSums + c] as number) + (x[atX + c] as number) * (dy[atY + c] as number);
  } else {
    for (let c = 0; c < count; c++) {
      sums[atSums + c] = (sums[atSums + c] as number) + (x[atX + Math.floor(c / multiplier)] as number) * (dy[atY + c] as number);
    }
  }
}

/** dx[c / multiplier] += filter[c] · dy[c]. */
function addSums(
  dx: Float32Array, atX: number, filter: Float32Array, atFilter: number, dy: Float32Array, atY: number, count: number, multiplier: number,
): void {
  if (multiplier === 1) {
    for (let c = 0; c < count; c++) dx[atX + c] = (dx[atX + c] as number) + (filter[atFilter + c] as number) * (dy[atY + c] as number);
  } else {
    for (let c = 0; c < count; c++) {
      const at = atX + Math.floor(c / multiplier);
      dx[at] = (dx[at] as number) + (filter[atFilter + c] as number) * (dy[atY + c] as number);
    }
  }
}

/** ∂filter[tap, c, q] = Σ x[position + tap, c] ∂y[position, c · multiplier + q]. Absent as shipped. */
const filterKernel = wasmKernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: number[] }>(
  DepthwiseConv2dNativeBackpropFilter,
  ({ inputs, attrs, backend }) => {
    const info = convInfo(inputs.x.shape, attrs.filterShape, attrs);
    const gradient = backend.makeOutput(attrs.filterShape, "float32");
    const multiplier = info.outChannels / info.inChannels;
    const x = floats(backend, inputs.x);
    const dy = floats(backend, inputs.dy);
    // Every tap sums over the whole batch: in float64, so that nothing is lost to the length of the sum.
    const sums = new Float64Array(info.filterHeight * info.filterWidth * info.outChannels);
    eachTap(info, (output, input, tap) => addProducts(sums, tap, x, input, dy, output, info.outChannels, multiplier));
    floats(backend, gradient).set(sums);
    return gradient;
  },
);

/** ∂x[position + tap, c] = Σ filter[tap, c, q] ∂y[position, c · multiplier + q]. Absent as shipped. */
const inputKernel = wasmKernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: number[] }>(
  DepthwiseConv2dNativeBackpropInput,
  ({ inputs, attrs, backend }) => {
    const info = convInfo(attrs.inputShape, inputs.filter.shape, attrs);
    const gradient = backend.makeOutput(attrs.inputShape, "float32");
    const multiplier = info.outChannels / info.inChannels;
    const dy = floats(backend, inputs.dy);
    const filter = floats(backend, inputs.filter);
    const dx = floats(backend, gradient).fill(0);
    eachTap(info, (output, input, tap) => addSums(dx, input, filter, tap, dy, output, info.outChannels, multiplier));
    return gradient;
  },
);

/** As shipped, refuses a bias that has not rank 1, as the one that its own gradient makes. */
const fusedKernel = wasmKernel<{ x: TensorInfo; filter: TensorInfo } & FusedInputs, Attributes & FusedAttributes>(
  FusedDepthwiseConv2D,
  ({ inputs, attrs, backend }) => {
    const { x, filter, bias } = inputs;
    if (bias == null || bias.shape.length === 1) return runOriginal(backend, FusedDepthwiseConv2D, inputs, attrs);
    return finishFused(backend, runOriginal(backend, DepthwiseConv2dNative, { x, filter }, attrs), inputs, attrs);
  },
);

export const depthwiseConfigs: readonly KernelConfig[] = [filterKernel, inputKernel, fusedKernel];
