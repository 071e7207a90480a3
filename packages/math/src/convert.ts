import * as tf from "./tf.js";

/**
 * What a numeric parameter may be given as: a number, nested arrays, a typed array, or a tensor of any numeric dtype.
 */
export type NumericInput = tf.Tensor | tf.TensorLike | Float64Array;

/**
 * A float32 tensor of the same values; booleans become 0 and 1. A float32 tensor is returned as it is, not cloned, so
 * gradients and ownership stay with the caller. Anything else is a new tensor, which the caller frees.
 *
 * @throws If the dtype is string or complex64.
 */
export function toFloatTensor(value: NumericInput): tf.Tensor {
  if (value instanceof tf.Tensor) {
    if (value.dtype === "float32") return value;
    if (value.dtype === "string" || value.dtype === "complex64") {
      throw new Error(`toFloatTensor: expected numbers; got a tensor of dtype ${value.dtype}.`);
    }
    return tf.cast(value, "float32");
  }
  // tfjs knows no Float64Array.
  const known = value instanceof Float64Array ? Float32Array.from(value) : value;
  return tf.tensor(known, undefined, "float32");
}
