import type { Shape } from "@variate/math";
import type { TypedArray, TypedArrayConstructor } from "./bytes.js";

/**
 * How each element type lies in memory once read. float16 is widened to float32, which is exact; int64 and uint64
 * become float64, checked to be safe integers; bool is 0 and 1.
 */
interface ElementsOf {
  bool: Uint8Array;
  uint8: Uint8Array;
  int8: Int8Array;
  uint16: Uint16Array;
  int16: Int16Array;
  uint32: Uint32Array;
  int32: Int32Array;
  uint64: Float64Array;
  int64: Float64Array;
  float16: Float32Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type NumericDtype = keyof ElementsOf;

export const MEMORY: { readonly [D in NumericDtype]: TypedArrayConstructor<ElementsOf[D]> } = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: Float64Array,
  int64: Float64Array,
  float16: Float32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** An array as a file held it: plain data, row-major whatever the order in the file. */
export type NumericArray<D extends NumericDtype = NumericDtype> = D extends NumericDtype
  ? { readonly dtype: D; readonly shape: Shape; readonly data: ElementsOf[D] }
  : never;

/** The element type that a typed array is written as unless told otherwise. */
export function dtypeOf(data: TypedArray): NumericDtype | undefined {
  if (data instanceof Uint8Array) return "uint8";
  if (data instanceof Float64Array) return "float64";
  return (Object.keys(MEMORY) as NumericDtype[]).find((dtype) => dtype !== "float16" && data instanceof MEMORY[dtype]);
}
