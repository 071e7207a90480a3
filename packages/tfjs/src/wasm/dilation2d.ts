import {
  backend_util,
  Dilation2D,
  Dilation2DBackpropFilter,
  Dilation2DBackpropInput,
  type KernelConfig,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { floats, wasmKernel } from "./backend.js";

interface DilationAttributes {
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number;
  readonly dilations: number | [number, number];
}

interface Operands {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
}

/**
 * Morphological dilation, y = max over the window of x + filter, and its gradients, which go to the first maximum.
 *
 * As shipped, the search starts at the smallest positive float, so windows without a positive sum come out wrong.
 */
export const dilationConfigs: readonly KernelConfig[] = [
  wasmKernel<Operands, DilationAttributes>(Dilation2D, ({ inputs: { x, filter }, attrs, backend }) => {
    const info = dilationInfo(x, filter, attrs);
    const y = backend.makeOutput(info.outShape, x.dtype);
    const [images, heights, to] = [floats(backend, x), floats(backend, filter), floats(backend, y)];
    eachMaximum(images, heights, info, (output, place, element) => {
      to[output] = (images[place] as number) + (heights[element] as number);
    });
    return y;
  }),
  wasmKernel<Operands & { dy: TensorInfo }, DilationAttributes>(Dilation2DBackpropInput, ({ inputs, attrs, backend }) => {
    const { x, filter, dy } = inputs;
    const dx = backend.makeOutput(x.shape, "float32");
    const [from, to] = [floats(backend, dy), floats(backend, dx)];
    to.fill(0);
    eachMaximum(floats(backend, x), floats(backend, filter), dilationInfo(x, filter, attrs), (output, place) => {
      to[place] = (to[place] as number) + (from[output] as number);
    });
    return dx;
  }),
  wasmKernel<Operands & { dy: TensorInfo }, DilationAttributes>(Dilation2DBackpropFilter, ({ inputs, attrs, backend }) => {
    const { x, filter, dy } = inputs;
    const gradient = backend.makeOutput(filter.shape, "float32");
    const [from, to] = [floats(backend, dy), floats(backend, gradient)];
    to.fill(0);
    eachMaximum(floats(backend, x), floats(backend, filter), dilationInfo(x, filter, attrs), (output, _, element) => {
      to[element] = (to[element] as number) + (from[output] as number);
    });
    return gradient;
  }),
];

function dilationInfo(x: TensorInfo, filter: TensorInfo, { strides, pad, dilations }: DilationAttributes): backend_util.Conv2DInfo {
  const [images, window] = [x.shape as [number, number, number, number], filter.shape as [number, number, number]];
  return backend_util.computeDilation2DInfo(images, window, strides, pad, "NHWC", dilations);
}

/** Visits every window's first maximum: the window's place in the output, the maximum's in the input and the filter. */
function eachMaximum(
  x: Float32Array,
  filter: Float32Array,
  info: backend_util.Conv2DInfo,
  visit: (output: number, place: number, element: number) => void,
): void {
  const { batchSize, inChannels: channels, inHeight, inWidth, outHeight, outWidth, padInfo } = info;
  let output = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let channel = 0; channel < channels; channel++, output++) {
          let largest = -Infinity;
          let place = -1;
          let element = -1;
          for (let i = 0; i < info.filterHeight; i++) {
            const y = row * info.strideHeight - padInfo.top + i * info.dilationHeight;
            if (y < 0 || y >= inHeight) continue;
            for (let j = 0; j < info.filterWidth; j++) {
              const z = column * info.strideWidth - padInfo.left + j * info.dilationWidth;
              if (z < 0 || z >= inWidth) continue;
              const at = ((image * inHeight + y) * inWidth + z) * channels + channel;
              const weight = (i * info.filterWidth + j) * channels + channel;
              const sum = (x[at] as number) + (filter[weight] as number);
              if (place < 0 || sum > largest) {
                largest = sum;
                place = at;
                element = weight;
              }
            }
          }
          visit(output, place, element);
        }
      }
    }
  }
}
