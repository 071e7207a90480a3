import * as tf from "@tensorflow/tfjs-core";

/** `x` with `step − 1` zeros between neighbours along an axis: [1, 2, 3] at step 2 is [1, 0, 2, 0, 3]. */
export function spread(x: tf.Tensor, axis: number, step: number): tf.Tensor {
  const size = x.shape[axis] as number;
  if (step === 1 || size <= 1) return x;
  const outer = x.shape.slice(0, axis);
  const inner = x.shape.slice(axis + 1);
  const count = (sizes: number[]): number => sizes.reduce((total, n) => total * n, 1);
  const apart = tf.pad(tf.reshape(x, [count(outer), size, 1, count(inner)]), [[0, 0], [0, 0], [0, step - 1], [0, 0]]);
  const joined = tf.reshape(apart, [count(outer), size * step, count(inner)]);
  const length = (size - 1) * step + 1;
  return tf.reshape(tf.slice(joined, [0, 0, 0], [count(outer), length, count(inner)]), [...outer, length, ...inner]);
}
