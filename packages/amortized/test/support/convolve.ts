import type { Tensor } from "@tensorflow/tfjs-core";
import type { Conv2dOptions, Conv2dParams } from "@variate/amortized";
import type { Shape } from "@variate/math";

/** The convolution of a batch of images as the plain sum of its definition, in float64. */
export function convolve(x: Tensor, params: Conv2dParams, outputShape: Shape, options: Conv2dOptions): number[] {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [rows, columns, filters] = outputShape as [number, number, number];
  const [kernelHeight, kernelWidth] = params.weight.shape as [number, number];
  const { strides = 1, padding = "same" } = options;
  const [down, right] = typeof strides === "number" ? [strides, strides] : strides;
  const before = (size: number, out: number, kernel: number, stride: number): number =>
    padding === "valid" ? 0 : Math.floor(Math.max(0, (out - 1) * stride + kernel - size) / 2);
  const top = before(height, rows, kernelHeight, down);
  const left = before(width, columns, kernelWidth, right);
  const [image, weight, bias] = [x.dataSync(), params.weight.dataSync(), params.bias.dataSync()];

  const result: number[] = [];
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        for (let o = 0; o < filters; o++) {
          let total = bias[o] as number;
          for (let u = 0; u < kernelHeight; u++) {
            for (let v = 0; v < kernelWidth; v++) {
              const y = i * down + u - top;
              const z = j * right + v - left;
              if (y < 0 || y >= height || z < 0 || z >= width) continue;
              for (let c = 0; c < channels; c++) {
                const pixel = image[((n * height + y) * width + z) * channels + c] as number;
                total += pixel * (weight[((u * kernelWidth + v) * channels + c) * filters + o] as number);
              }
            }
          }
          result.push(total);
        }
      }
    }
  }
  return result;
}
