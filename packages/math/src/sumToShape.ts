import * as tf from "./tf.js";
import { broadcast, formatShape, sameShape, type Shape } from "./shape.js";

/**
 * Sums `x` over the axes along which `shape` was broadcast to `x.shape`: the adjoint of broadcasting.
 *
 * @throws If `shape` does not broadcast to `x.shape`.
 */
export function sumToShape(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (sameShape(x.shape, shape)) return tf.clone(x);
  if (!sameShape(broadcast(x.shape, shape) ?? [], x.shape)) {
    throw new Error(`sumToShape: expected a shape that broadcasts to ${formatShape(x.shape)}; got ${formatShape(shape)}.`);
  }
  const leading = x.rank - shape.length;
  const axes = x.shape.flatMap((size, axis) => (axis < leading || shape[axis - leading] !== size ? [axis] : []));
  return tf.tidy(() => tf.reshape(tf.sum(x, axes), [...shape]));
}
