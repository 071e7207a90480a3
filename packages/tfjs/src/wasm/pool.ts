import {
  AvgPool,
  MaxPool,
  MaxPool3D,
  MaxPool3DGrad,
  MaxPoolGrad,
  MaxPoolWithArgmax,
  util,
  type KernelConfig,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import { floats, values, wasmKernel } from "./backend.js";
import { runOriginal } from "./original.js";
import { eachMaximum, windowMeans, windows2D, windows3D, type PoolAttributes, type Windows } from "./poolWindows.js";

/**
 * Max pooling in three dimensions or with the places of the maxima, and the gradients in two and three: each window's
 * gradient goes to its first maximum, row-major.
 *
 * As shipped, the search starts at the smallest positive float, so a window without a positive value gives that number
 * forwards, and nothing backwards. Max pooling in two dimensions forwards is right.
 *
 * With a `dimRoundingMode`, as shipped, two-dimensional pooling reads past the image; here it does not.
 */
export const poolConfigs: readonly KernelConfig[] = [
  rounded(MaxPool, (x, windows, y) => {
    eachMaximum(x, windows, (output, place) => {
      y[output] = x[place] as number;
    });
  }),
  rounded(AvgPool, windowMeans),
  wasmKernel<{ x: TensorInfo }, PoolAttributes>(MaxPool3D, ({ inputs: { x }, attrs, backend }) => {
    const windows = windows3D(x, attrs);
    const y = backend.makeOutput(windows.outShape, x.dtype);
    const [from, to] = [floats(backend, x), floats(backend, y)];
    eachMaximum(from, windows, (output, place) => {
      to[output] = from[place] as number;
    });
    return y;
  }),
  wasmKernel<{ x: TensorInfo }, PoolAttributes & { readonly includeBatchInIndex: boolean }>(
    MaxPoolWithArgmax,
    ({ inputs: { x }, attrs, backend }) => {
      util.assert(x.shape.length === 4, () => `Error in maxPool: input must be rank 4 but got rank ${x.shape.length}.`);
      const windows = windows2D(x, attrs);
      const y = backend.makeOutput(windows.outShape, x.dtype);
      const at = backend.makeOutput(windows.outShape, "int32");
      const [from, to, places] = [floats(backend, x), floats(backend, y), values(backend, at)];
      const image = attrs.includeBatchInIndex ? Infinity : util.sizeFromShape(x.shape.slice(1));
      eachMaximum(from, windows, (output, place) => {
        to[output] = from[place] as number;
        places[output] = place % image;
      });
      return [y, at];
    },
  ),
  gradientKernel(MaxPoolGrad, windows2D),
  gradientKernel(MaxPool3DGrad, windows3D),
];

/** A two-dimensional pooling kernel that is right as shipped unless the number of windows is not rounded down. */
function rounded(kernelName: string, pool: (x: Float32Array, windows: Windows, y: Float32Array) => void): KernelConfig {
  return wasmKernel<{ x: TensorInfo }, PoolAttributes>(kernelName, ({ inputs: { x }, attrs, backend }) => {
    if (attrs.dimRoundingMode !== "ceil" && attrs.dimRoundingMode !== "round") return runOriginal(backend, kernelName, { x }, attrs);
    const windows = windows2D(x, attrs);
    const y = backend.makeOutput(windows.outShape, x.dtype);
    pool(floats(backend, x), windows, floats(backend, y));
    return y;
  });
}

function gradientKernel(kernelName: string, windowsOf: (x: TensorInfo, attributes: PoolAttributes) => Windows): KernelConfig {
  return wasmKernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttributes>(
    kernelName,
    ({ inputs: { dy, input }, attrs, backend }) => {
      const dx = backend.makeOutput(input.shape, "float32");
      const [x, from, to] = [floats(backend, input), floats(backend, dy), floats(backend, dx)];
      to.fill(0);
      eachMaximum(x, windowsOf(input, attrs), (output, place) => {
        to[place] = (to[place] as number) + (from[output] as number);
      });
      return dx;
    },
  );
}
