import { formatShape, shapeSize, type Shape } from "@variate/math";
import { bytesOf, checkedSize, elementsFrom, type TypedArray } from "./bytes.js";
import { gunzip, isGzip } from "./gzip.js";
import { float16ToFloat32 } from "./halfFloat.js";
import { NPY_MAGIC, NPY_TYPES, parseNpyHeader, type NpyHeader } from "./npyHeader.js";
import { dtypeOf, MEMORY, type NumericArray, type NumericDtype } from "./numericArray.js";

/**
 * An array in NumPy's NPY format, versions 1.0, 2.0 and 3.0: booleans, integers and floats of either byte order, in
 * C or Fortran order. The result is row-major (C order).
 *
 * float16 is widened to float32; int64 and uint64 become float64.
 *
 * @throws If the file is another format, cut short, longer than its header says, holds Python objects (never
 *   unpickled), structured or complex elements, or 64-bit integers beyond ±(2^53 − 1).
 *
 * Reference: NumPy Enhancement Proposal 1.
 */
export function decodeNpy(bytes: Uint8Array): NumericArray {
  const header = parseNpyHeader(bytes);
  if (header === undefined) throw new Error(`decodeNpy: expected a whole header; got ${bytes.length} bytes. The file is cut short.`);
  const { dtype, shape, dataStart, fileSize, fortranOrder } = header;
  if (bytes.length !== fileSize) {
    const trouble = bytes.length < fileSize ? "The file is cut short." : "The file is damaged, or holds more than one array.";
    throw new Error(`decodeNpy: expected ${fileSize} bytes for ${dtype} ${formatShape(shape)}; got ${bytes.length}. ${trouble}`);
  }
  const stored = decodeElements(bytes.subarray(dataStart), header);
  return { dtype, shape, data: fortranOrder ? toRowMajor(stored, shape) : stored } as NumericArray;
}

/**
 * `decodeNpy` of a file that may be compressed with gzip, which is seen from its first bytes. Inflating stops as soon
 * as there is more than the header declares.
 */
export async function readNpy(bytes: Uint8Array): Promise<NumericArray> {
  return decodeNpy(isGzip(bytes) ? await gunzip(bytes, { declaredSize: (head) => parseNpyHeader(head)?.fileSize }) : bytes);
}

/**
 * The NPY file of an array, version 1.0, little-endian, C order: the bytes that `numpy.save` writes.
 *
 * @param array.dtype - The typed array's own type unless given: bool for bytes of 0 and 1, int64 or uint64 for
 *   float64 that hold whole numbers.
 * @throws If the data is not of the shape's size or the dtype's typed array. float16 is not written.
 */
export function encodeNpy(array: { readonly dtype?: NumericDtype; readonly shape: Shape; readonly data: TypedArray }): Uint8Array<ArrayBuffer> {
  const { shape, data } = array;
  const dtype = array.dtype ?? dtypeOf(data);
  if (dtype === undefined || dtype === "float16" || !(data instanceof MEMORY[dtype]) || checkedSize(shape) !== data.length) {
    throw new Error(
      `encodeNpy: expected a typed array of ${dtype ?? "numbers"}, as many as ${formatShape(shape)} has; got a ${data.constructor.name} of ${data.length}.`,
    );
  }
  const elements = dtype === "int64" || dtype === "uint64" ? toWords(data as Float64Array, dtype) : data;
  const [code, size] = NPY_TYPES[dtype];
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dictionary = `{'descr': '${size === 1 ? "|" : "<"}${code}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // NumPy leaves room for the first axis to grow to 21 digits, then pads to 64 bytes, the newline included.
  const room = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  const dataStart = Math.ceil((10 + dictionary.length + room + 1) / 64) * 64;
  const file = new Uint8Array(dataStart + elements.byteLength);
  file.set(NPY_MAGIC);
  file.set([1, 0, (dataStart - 10) & 255, (dataStart - 10) >> 8], 6);
  file.set(new TextEncoder().encode(dictionary.padEnd(dataStart - 11)), 10);
  file[dataStart - 1] = 0x0a;
  file.set(bytesOf(elements, "little"), dataStart);
  return file;
}

function decodeElements(bytes: Uint8Array, { dtype, byteOrder }: NpyHeader): TypedArray {
  switch (dtype) {
    case "float16":
      return float16ToFloat32(elementsFrom(bytes, Uint16Array, byteOrder));
    case "int64":
      return toFloat64(elementsFrom(bytes, BigInt64Array, byteOrder), dtype);
    case "uint64":
      return toFloat64(elementsFrom(bytes, BigUint64Array, byteOrder), dtype);
    default:
      return elementsFrom<TypedArray>(bytes, MEMORY[dtype], byteOrder);
  }
}

function toFloat64(words: BigInt64Array | BigUint64Array, dtype: NumericDtype): Float64Array {
  const numbers = new Float64Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const number = Number(words[i]);
    if (!Number.isSafeInteger(number)) {
      throw new Error(`decodeNpy: expected ${dtype} elements within ±(2^53 - 1); got ${words[i]}. Convert them with astype before saving.`);
    }
    numbers[i] = number;
  }
  return numbers;
}

function toWords(numbers: Float64Array, dtype: "int64" | "uint64"): BigInt64Array | BigUint64Array {
  const words = dtype === "int64" ? new BigInt64Array(numbers.length) : new BigUint64Array(numbers.length);
  for (let i = 0; i < words.length; i++) {
    const number = numbers[i] as number;
    if (!Number.isSafeInteger(number) || (dtype === "uint64" && number < 0)) {
      throw new Error(`encodeNpy: expected whole numbers for ${dtype}; got ${number} at element ${i}.`);
    }
    words[i] = BigInt(number);
  }
  return words;
}

/** Column-major elements (the first axis varies fastest) in row-major order. */
function toRowMajor<A extends TypedArray>(columnMajor: A, shape: Shape): A {
  const rowMajor = columnMajor.slice() as A;
  const strides = shape.map((_, axis) => shapeSize(shape.slice(0, axis)));
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < rowMajor.length; to++) {
    rowMajor[to] = columnMajor[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number;
      const next = (index[axis] as number) + 1;
      from += stride;
      if (next < (shape[axis] as number)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
      from -= next * stride;
    }
  }
  return rowMajor;
}
