import * as tf from "@tensorflow/tfjs-core";

/** One differentiable operation at one point where it is smooth. */
export interface GradientCase {
  readonly name: string;
  /** Kernels whose gradients the case exercises. */
  readonly kernels: readonly string[];
  readonly inputs: () => tf.Tensor[];
  readonly f: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** `false` where the second derivative is not defined, or is zero everywhere and so not worth a check. */
  readonly second?: false;
}

/** Values in (low, high), none alike and in no order: the fractional parts of multiples of the golden ratio. */
export function values(shape: readonly number[], low = -1, high = 1, offset = 0): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = Float32Array.from({ length: size }, (_, i) => low + (high - low) * (((i + 1 + offset) * 0.6180339887) % 1));
  return tf.tensor(data, [...shape], "float32");
}

/** A case of one input of [2, 3]. */
export const one = (name: string, kernel: string, f: (x: tf.Tensor) => tf.Tensor, low = -1, high = 1): GradientCase => ({
  name,
  kernels: [kernel],
  inputs: () => [values([2, 3], low, high)],
  f: (x) => f(x as tf.Tensor),
});

/** A case of two inputs, of [2, 3] and [3] if nothing else is said. */
export const two = (
  name: string,
  kernel: string,
  f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  a: () => tf.Tensor = () => values([2, 3], 0.5, 2),
  b: () => tf.Tensor = () => values([3], 0.6, 1.8, 7),
): GradientCase => ({ name, kernels: [kernel], inputs: () => [a(), b()], f: (x, y) => f(x as tf.Tensor, y as tf.Tensor) });

/** Pictures [batch, height, width, channels], or of another shape. */
export const images = (shape: number[] = [1, 5, 4, 2]): tf.Tensor => values(shape);
/** Filters: other values than those of pictures. */
export const filters = (shape: number[]): tf.Tensor => values(shape, -1, 1, 11);
