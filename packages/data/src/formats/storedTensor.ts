import * as tf from "@tensorflow/tfjs-core";
import { formatShape } from "@variate/math";
import { bfloat16ToFloat32, float16ToFloat32 } from "./halfFloat.js";
import type { StoredTensor } from "./safetensors.js";

/**
 * A copy of a tensor's values for `encodeSafetensors`: float32 as F32, int32 as I32, bool as BOOL.
 *
 * Reads the device at once; on a backend that cannot, such as WebGPU, use `storeTensorAsync`.
 *
 * @throws For string and complex64 tensors.
 */
export function storeTensor(tensor: tf.Tensor): StoredTensor {
  return stored(tensor, tensor.dataSync());
}

/** `storeTensor` without blocking. */
export async function storeTensorAsync(tensor: tf.Tensor): Promise<StoredTensor> {
  return stored(tensor, await tensor.data());
}

function stored(tensor: tf.Tensor, values: Float32Array | Int32Array | Uint8Array | string[]): StoredTensor {
  const shape = [...tensor.shape];
  if (tensor.dtype === "float32") return { dtype: "F32", shape, data: Float32Array.from(values as Float32Array) };
  if (tensor.dtype === "int32") return { dtype: "I32", shape, data: Int32Array.from(values as Int32Array) };
  if (tensor.dtype === "bool") return { dtype: "BOOL", shape, data: Uint8Array.from(values as Uint8Array) };
  throw new Error(`storeTensor: expected a tensor of dtype float32, int32 or bool; got ${tensor.dtype}. Cast it.`);
}

/**
 * A tensor of the stored values. F16, BF16, F32 and F64 become float32 (F64 rounded), integers int32, BOOL bool.
 *
 * @throws If an integer does not fit int32.
 */
export function restoreTensor(stored: StoredTensor): tf.Tensor {
  const shape = [...stored.shape];
  const { dtype, data } = stored;
  switch (dtype) {
    case "BOOL":
      return tf.tensor(data.slice(), shape, "bool");
    case "F32":
      return tf.tensor(data.slice(), shape, "float32");
    case "F64":
      return tf.tensor(Float32Array.from(data), shape, "float32");
    case "F16":
      return tf.tensor(float16ToFloat32(data), shape, "float32");
    case "BF16":
      return tf.tensor(bfloat16ToFloat32(data), shape, "float32");
    case "U32":
    case "I64":
    case "U64":
      return tf.tensor(checkedInt32(data, stored), shape, "int32");
    default:
      return tf.tensor(Int32Array.from(data), shape, "int32");
  }
}

function checkedInt32(values: Uint32Array | BigInt64Array | BigUint64Array, { dtype, shape }: StoredTensor): Int32Array {
  return Int32Array.from(values as ArrayLike<number | bigint>, (value) => {
    const number = Number(value);
    if (number !== (number | 0)) {
      throw new Error(`restoreTensor: expected ${dtype} ${formatShape(shape)} within int32; got ${value}. Convert it before storing it.`);
    }
    return number;
  });
}
