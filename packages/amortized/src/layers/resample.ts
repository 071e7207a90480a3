import * as tf from "@tensorflow/tfjs-core";
import { formatShape } from "@variate/math";
import { asImageShape, asPair, type ImageShape, type Pair } from "../internal/check.js";
import { overRows } from "../internal/leading.js";
import type { Layer } from "../module.js";

type NoParams = Record<string, never>;

/** Enlarges an image by whole factors, every pixel repeated (nearest neighbour). No parameters. */
export function upsample2d(factor: Pair): Layer<NoParams> {
  const [rows, columns] = asPair("upsample2d", "factor", factor);
  return (shape) => {
    const [height, width, channels] = asImageShape("upsample2d", shape);
    // Joining copies and reshaping, rather than tf.image.resizeNearestNeighbor: its gradient is missing on wasm.
    return resampling("upsample2d", [height, width, channels], [height * rows, width * columns, channels], (x) => {
      const n = x.shape[0] as number;
      const wide = repeat(tf.reshape(x, [n * height * width, 1, channels]), columns);
      return repeat(tf.reshape(wide, [n * height, 1, width * columns * channels]), rows);
    });
  };
}

/** [n, 1, m] to [n, times, m]. */
function repeat(x: tf.Tensor, times: number): tf.Tensor {
  return times === 1 ? x : tf.concat(Array.from({ length: times }, () => x), 1);
}

/**
 * Means over windows of `size` that do not overlap. No parameters.
 *
 * @throws If the windows do not fill the image.
 */
export function averagePool2d(size: Pair): Layer<NoParams> {
  return pooling("averagePool2d", size, (x, axis) => tf.mean(x, axis));
}

/**
 * Maxima over windows of `size` that do not overlap. No parameters. Where several elements are largest, each gets
 * the whole gradient.
 *
 * @throws If the windows do not fill the image.
 */
export function maxPool2d(size: Pair): Layer<NoParams> {
  return pooling("maxPool2d", size, (x, axis) => tf.max(x, axis));
}

function pooling(caller: string, size: Pair, reduce: (x: tf.Tensor, axis: number) => tf.Tensor): Layer<NoParams> {
  const [rows, columns] = asPair(caller, "size", size);
  return (shape) => {
    const [height, width, channels] = asImageShape(caller, shape);
    if (height % rows !== 0 || width % columns !== 0) {
      throw new Error(
        `${caller}: expected images whose size is a multiple of ${formatShape([rows, columns])}; ` +
          `got ${formatShape([height, width])}.`,
      );
    }
    const [high, wide] = [height / rows, width / columns];
    // Reductions of reshaped images, rather than tf.pool: their gradients exist on every backend.
    return resampling(caller, [height, width, channels], [high, wide, channels], (x) => {
      const n = x.shape[0] as number;
      const narrowed = reduce(tf.reshape(x, [n * height * wide, columns, channels]), 1);
      return reduce(tf.reshape(narrowed, [n * high, rows, wide * channels]), 1);
    });
  };
}

/** A module without parameters from image to image; `fn` may return any shape of the right size. */
function resampling(
  caller: string,
  inputShape: ImageShape,
  outputShape: ImageShape,
  fn: (x: tf.Tensor) => tf.Tensor,
): ReturnType<Layer<NoParams>> {
  return {
    inputShape,
    outputShape,
    init: () => ({}),
    apply: (_, input) =>
      overRows(caller, input, inputShape, outputShape, (x) => tf.reshape(fn(x), [x.shape[0] as number, ...outputShape])),
  };
}
