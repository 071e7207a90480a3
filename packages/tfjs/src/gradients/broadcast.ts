import * as tf from "@tensorflow/tfjs-core";

/** The gradient of an input of `shape` that was broadcast to the shape of `dy`: sums over the axes it was repeated on. */
export function sumTo(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}
