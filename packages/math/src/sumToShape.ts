import * as tf from "@tensorflow/tfjs-core";
import { formatShape, sameShape, type Shape } from "./shape.js";

/**
 * Sums `x` over the axes along which `shape` was broadcast to `x.shape`: the adjoint of broadcasting.
 *
 * @throws If `shape` does not broadcast to `x.shape`.
 */
export function sumToShape(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (sameShape(x.shape, shape)) return tf.clone(x);
  const leading = x.shape.length - shape.length;
  const axes: number[] = [];
  x.shape.forEach((size, axis) => {
    const own = axis < leading ? 1 : shape[axis - leading];
    if (own !== size && own !== 1) leadingError(x.shape, shape);
    if (axis < leading || own !== size) axes.push(axis);
  });
  if (leading < 0) leadingError(x.shape, shape);
  return tf.tidy(() => tf.reshape(tf.sum(x, axes), [...shape]));
}

function leadingError(from: Shape, to: Shape): never {
  throw new Error(`sumToShape: expected a shape that broadcasts to ${formatShape(from)}; got ${formatShape(to)}.`);
}
