import { formatShape, type Shape } from "@variate/math";
import { bytesOf, checkedSize, elementsFrom, type TypedArray, type TypedArrayConstructor } from "./bytes.js";
import { gunzip, isGzip } from "./gzip.js";
import type { NumericArray } from "./numericArray.js";

/** Element types of the format by the code in its third byte. */
const CODES = {
  0x08: ["uint8", Uint8Array],
  0x09: ["int8", Int8Array],
  0x0b: ["int16", Int16Array],
  0x0c: ["int32", Int32Array],
  0x0d: ["float32", Float32Array],
  0x0e: ["float64", Float64Array],
} as const;

export type IdxDtype = (typeof CODES)[keyof typeof CODES][0];
export type IdxArray = NumericArray<IdxDtype>;

interface Header {
  readonly dtype: IdxDtype;
  readonly Elements: TypedArrayConstructor<TypedArray>;
  readonly shape: number[];
  readonly dataStart: number;
  readonly fileSize: number;
}

/**
 * An array in the IDX format of MNIST: two zero bytes, a type code, the rank, the size of each axis as a big-endian
 * 32-bit word, then the elements, big-endian and row-major.
 *
 * @throws If the first bytes are not those of the format, or the file is shorter or longer than they say.
 *
 * Reference: LeCun, Cortes and Burges (1998), "The MNIST database", file formats.
 */
export function decodeIdx(bytes: Uint8Array): IdxArray {
  const header = parseHeader(bytes);
  if (header === undefined) throw new Error(`decodeIdx: expected a whole header; got ${bytes.length} bytes. The file is cut short.`);
  const { dtype, Elements, shape, dataStart, fileSize } = header;
  if (bytes.length !== fileSize) {
    const trouble = bytes.length < fileSize ? "The file is cut short." : "The file is damaged.";
    throw new Error(`decodeIdx: expected ${fileSize} bytes for ${dtype} ${formatShape(shape)}; got ${bytes.length}. ${trouble}`);
  }
  return { dtype, shape, data: elementsFrom(bytes.subarray(dataStart), Elements, "big") } as IdxArray;
}

/**
 * `decodeIdx` of a file that may be compressed with gzip, which is seen from its first bytes. Inflating stops as soon
 * as there is more than the header declares.
 */
export async function readIdx(bytes: Uint8Array): Promise<IdxArray> {
  return decodeIdx(isGzip(bytes) ? await gunzip(bytes, { declaredSize: (head) => parseHeader(head)?.fileSize }) : bytes);
}

/** The file of an array; `decodeIdx` gives it back. The element type is that of the typed array. */
export function encodeIdx(array: { readonly shape: Shape; readonly data: IdxArray["data"] }): Uint8Array<ArrayBuffer> {
  const { shape, data } = array;
  const code = Object.entries(CODES).find(([, [, Elements]]) => data instanceof Elements)?.[0];
  const fits = shape.length <= 255 && shape.every((size) => size < 2 ** 32) && checkedSize(shape) === data.length;
  if (code === undefined || !fits) {
    throw new Error(
      `encodeIdx: expected a typed array of signed, byte or floating elements, as many as ${formatShape(shape)} has; got a ${data.constructor.name} of ${data.length}.`,
    );
  }
  const file = new Uint8Array(4 + 4 * shape.length + data.byteLength);
  const view = new DataView(file.buffer);
  view.setUint8(2, Number(code));
  view.setUint8(3, shape.length);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  file.set(bytesOf(data, "big"), 4 + 4 * shape.length);
  return file;
}

/** The header, or undefined while there are too few bytes for it. */
function parseHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = (CODES as Record<number, (typeof CODES)[keyof typeof CODES]>)[view.getUint8(2)];
  if (view.getUint16(0) !== 0 || type === undefined) {
    const magic = view.getUint32(0).toString(16).padStart(8, "0");
    throw new Error(`decodeIdx: expected a magic number such as 0x00000803; got 0x${magic}. This is no IDX file.`);
  }
  const rank = view.getUint8(3);
  const dataStart = 4 + 4 * rank;
  if (bytes.length < dataStart) return undefined;
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = checkedSize(shape);
  const fileSize = size === undefined ? Infinity : dataStart + size * type[1].BYTES_PER_ELEMENT;
  if (!Number.isSafeInteger(fileSize)) {
    throw new Error(`decodeIdx: expected a shape that can be stored; got rank ${rank} and over 2^53 bytes. The file is damaged.`);
  }
  return { dtype: type[0], Elements: type[1], shape, dataStart, fileSize };
}
