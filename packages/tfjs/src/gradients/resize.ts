import * as tf from "@tensorflow/tfjs-core";
import { defineGradient } from "./define.js";

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: readonly [number, number];
}

/** Row r of an axis's resizing matrix: weights by source position. */
type Weights = (position: number, sourceSize: number) => ReadonlyMap<number, number>;

/**
 * Gradients of resizing an image. Both kinds are linear and separable, y = R x Cᵀ for each image and channel, so the
 * gradient is Rᵀ dy C, at every order.
 *
 * tfjs's own kernels ignore half-pixel centres, and on cpu give the transposed shape for images that are not square.
 */
export const resizeGradients: readonly tf.GradConfig[] = [
  resizeGradient(tf.ResizeBilinear, 0.5, (position, size) => {
    const low = Math.max(0, Math.floor(position));
    const high = Math.min(size - 1, Math.ceil(Math.max(0, position)));
    const share = low === high ? 0 : position - low;
    return new Map(share === 0 ? [[low, 1]] : [[low, 1 - share], [high, share]]); // prettier-ignore
  }),
  resizeGradient(tf.ResizeNearestNeighbor, 0, (position, size) => new Map([[Math.min(size - 1, Math.max(0, position)), 1]])),
];

/** @param origin - What half-pixel centres subtract again after scaling. */
function resizeGradient(kernelName: string, origin: number, weights: Weights): tf.GradConfig {
  const nearest = kernelName === tf.ResizeNearestNeighbor;
  return defineGradient<ResizeAttributes, "images">(
    kernelName,
    { inputs: ["images"] },
    (dy, { images }, { alignCorners, halfPixelCenters, size }) => {
      const matrix = (axis: 0 | 1): tf.Tensor2D => {
        const source = images.shape[axis + 1] as number;
        const target = size[axis];
        const aligned = alignCorners && target > 1;
        const scale = aligned ? (source - 1) / (target - 1) : source / target;
        const entries = new Float32Array(target * source);
        for (let i = 0; i < target; i++) {
          const exact = halfPixelCenters ? scale * (i + 0.5) - origin : scale * i;
          const position = nearest ? (alignCorners ? Math.round(exact) : Math.floor(exact)) : exact;
          for (const [at, weight] of weights(position, source)) entries[i * source + at] = weight;
        }
        return tf.tensor2d(entries, [target, source]);
      };
      return {
        images: () => {
          const [batch, height, width, channels] = images.shape as [number, number, number, number];
          const rows = multiply(matrix(0), tf.reshape(dy, [batch, size[0], size[1] * channels]));
          return tf.reshape(multiply(matrix(1), tf.reshape(rows, [batch * height, size[1], channels])), [batch, height, width, channels]);
        },
      };
    },
  );
}

/** Mᵀ X for each matrix X of a stack. */
function multiply(matrix: tf.Tensor2D, stack: tf.Tensor): tf.Tensor {
  return tf.matMul(tf.reshape(matrix, [1, ...matrix.shape]), stack, true, false);
}
