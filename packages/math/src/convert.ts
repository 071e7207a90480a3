import * as tf from "@tensorflow/tfjs-core";

/** What a numeric parameter may be given as: a number, nested arrays, a typed array, or a tensor of any numeric dtype. */
export type NumericInput = tf.Tensor | tf.TensorLike;

/**
 * A float32 tensor of the same values. A float32 tensor is returned as it is, not cloned, so gradients and
 * ownership stay with the caller.
 */
export function toFloatTensor(value: NumericInput): tf.Tensor {
  if (value instanceof tf.Tensor) return value.dtype === "float32" ? value : tf.cast(value, "float32");
  const tensor = tf.tensor(value as tf.TensorLike);
  if (tensor.dtype === "float32") return tensor;
  const cast = tf.cast(tensor, "float32");
  tensor.dispose();
  return cast;
}
