import * as tf from "@tensorflow/tfjs-core";

/**
 * The gradient of an input of `shape` that was broadcast to the shape of `gradient`: sums over the axes on which it was
 * repeated.
 *
 * @param gradient - Returned as it is when there are none. Not dy itself: tfjs may dispose of what it gets as a gradient.
 */
export function sumTo(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  if (tf.util.arraysEqual(gradient.shape, shape)) return gradient;
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, shape);
}
