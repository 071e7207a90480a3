import { backend_util, type TensorInfo } from "@tensorflow/tfjs-core";

/** What tfjs passes to pooling kernels. */
export interface PoolAttributes {
  readonly filterSize: number | number[];
  readonly strides: number | number[];
  readonly pad: "same" | "valid" | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** One axis over which windows slide. */
interface Axis {
  readonly input: number;
  readonly output: number;
  readonly stride: number;
  readonly window: number;
  readonly before: number;
}

/** Where the windows of a pooling operation lie. */
export interface Windows {
  readonly batch: number;
  readonly channels: number;
  /** Depth, height and width. */
  readonly axes: readonly [Axis, Axis, Axis];
  readonly outShape: number[];
}

export function windows2D(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): Windows {
  const info = backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize as [number, number],
    strides as [number, number],
    1,
    pad,
    dimRoundingMode,
  );
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    axes: [
      { input: 1, output: 1, stride: 1, window: 1, before: 0 },
      { input: info.inHeight, output: info.outHeight, stride: info.strideHeight, window: info.filterHeight, before: info.padInfo.top },
      { input: info.inWidth, output: info.outWidth, stride: info.strideWidth, window: info.filterWidth, before: info.padInfo.left },
    ],
    outShape: info.outShape,
  };
}

export function windows3D(x: TensorInfo, { filterSize, strides, pad, dimRoundingMode }: PoolAttributes): Windows {
  const info = backend_util.computePool3DInfo(
    x.shape as [number, number, number, number, number],
    filterSize as [number, number, number],
    strides as [number, number, number],
    1,
    pad as "same" | "valid" | number,
    dimRoundingMode,
  );
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    axes: [
      { input: info.inDepth, output: info.outDepth, stride: info.strideDepth, window: info.filterDepth, before: info.padInfo.front },
      { input: info.inHeight, output: info.outHeight, stride: info.strideHeight, window: info.filterHeight, before: info.padInfo.top },
      { input: info.inWidth, output: info.outWidth, stride: info.strideWidth, window: info.filterWidth, before: info.padInfo.left },
    ],
    outShape: info.outShape,
  };
}

/** Visits every window's first maximum: the window's place in the output, and the maximum's in the input. */
export function eachMaximum(
  x: Float32Array,
  { batch, channels, axes: [depth, height, width] }: Windows,
  visit: (output: number, place: number) => void,
): void {
  const rowStride = width.input * channels;
  const planeStride = height.input * rowStride;
  let output = 0;
  for (let image = 0; image < batch; image++) {
    const origin = image * depth.input * planeStride;
    for (let d = 0; d < depth.output; d++) {
      const [d0, d1] = inside(depth, d);
      for (let r = 0; r < height.output; r++) {
        const [r0, r1] = inside(height, r);
        for (let c = 0; c < width.output; c++) {
          const [c0, c1] = inside(width, c);
          for (let channel = 0; channel < channels; channel++, output++) {
            let largest = -Infinity;
            let place = origin + d0 * planeStride + r0 * rowStride + c0 * channels + channel;
            for (let i = d0; i < d1; i++) {
              for (let j = r0; j < r1; j++) {
                const row = origin + i * planeStride + j * rowStride + channel;
                for (let k = c0; k < c1; k++) {
                  const value = x[row + k * channels] as number;
                  if (value > largest) {
                    largest = value;
                    place = row + k * channels;
                  }
                }
              }
            }
            visit(output, place);
          }
        }
      }
    }
  }
}

/** The part of a window that lies in the image: from, and up to. */
function inside({ input, stride, window, before }: Axis, output: number): [number, number] {
  const first = output * stride - before;
  return [Math.max(0, first), Math.min(input, first + window)];
}

/** The mean of the elements that each window has inside the image. */
export function windowMeans(x: Float32Array, { batch, channels, axes: [depth, height, width] }: Windows, y: Float32Array): void {
  let output = 0;
  for (let image = 0; image < batch; image++) {
    for (let d = 0; d < depth.output; d++) {
      const [d0, d1] = inside(depth, d);
      for (let r = 0; r < height.output; r++) {
        const [r0, r1] = inside(height, r);
        for (let c = 0; c < width.output; c++) {
          const [c0, c1] = inside(width, c);
          for (let channel = 0; channel < channels; channel++, output++) {
            let sum = 0;
            for (let i = d0; i < d1; i++) {
              for (let j = r0; j < r1; j++) {
                const row = ((image * depth.input + i) * height.input + j) * width.input;
                for (let k = c0; k < c1; k++) sum += x[(row + k) * channels + channel] as number;
              }
            }
            y[output] = sum / ((d1 - d0) * (r1 - r0) * (c1 - c0));
          }
        }
      }
    }
  }
}
