/** Any of the platform's arrays of numbers. */
export type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

export interface TypedArrayConstructor<A extends TypedArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): A;
}

export type ByteOrder = "little" | "big";

const HOST: ByteOrder = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? "little" : "big";

/**
 * The elements stored in `bytes` in the given order of bytes: a copy, so neither the alignment nor the later fate of
 * the source matters. `bytes.length` is a multiple of the element size.
 */
export function elementsFrom<A extends TypedArray>(bytes: Uint8Array, Elements: TypedArrayConstructor<A>, order: ByteOrder): A {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  if (order !== HOST) reverseElements(copy, Elements.BYTES_PER_ELEMENT);
  return new Elements(copy.buffer);
}

/** The bytes of `data` in the given order of bytes: a view where the host agrees, a copy where it does not. */
export function bytesOf(data: TypedArray, order: ByteOrder): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (order === HOST || data.BYTES_PER_ELEMENT === 1) return bytes;
  const copy = bytes.slice();
  reverseElements(copy, data.BYTES_PER_ELEMENT);
  return copy;
}

function reverseElements(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let i = start, j = start + size - 1; i < j; i++, j--) {
      const byte = bytes[i] as number;
      bytes[i] = bytes[j] as number;
      bytes[j] = byte;
    }
  }
}

/**
 * Number of elements of a shape read from a file, or undefined when it is no shape: sizes must be non-negative
 * integers whose product stays exact.
 */
export function checkedSize(shape: readonly unknown[]): number | undefined {
  let size = 1;
  for (const axis of shape) {
    if (typeof axis !== "number" || !Number.isSafeInteger(axis) || axis < 0) return undefined;
    size *= axis;
    if (size > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return size;
}
