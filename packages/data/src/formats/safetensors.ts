import { formatShape, type Shape } from "@variate/math";
import { bytesOf, checkedSize, elementsFrom, type TypedArray, type TypedArrayConstructor } from "./bytes.js";
import { parseStrictJson, type Json, type JsonObject } from "./strictJson.js";

/** The typed array of each dtype. F16 and BF16 are given as their bits, BOOL as 0 and 1. */
interface ElementsOf {
  BOOL: Uint8Array;
  U8: Uint8Array;
  I8: Int8Array;
  I16: Int16Array;
  U16: Uint16Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  I32: Int32Array;
  U32: Uint32Array;
  F32: Float32Array;
  F64: Float64Array;
  I64: BigInt64Array;
  U64: BigUint64Array;
}

export type SafetensorsDtype = keyof ElementsOf;

/** In the order of the reference implementation, which sorts by it. */
const ELEMENTS: { readonly [D in SafetensorsDtype]: TypedArrayConstructor<ElementsOf[D]> } = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  I8: Int8Array,
  I16: Int16Array,
  U16: Uint16Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I32: Int32Array,
  U32: Uint32Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
};

/** A tensor as a file holds it: plain data, row-major. */
export type StoredTensor<D extends SafetensorsDtype = SafetensorsDtype> = D extends SafetensorsDtype
  ? { readonly dtype: D; readonly shape: Shape; readonly data: ElementsOf[D] }
  : never;

/** What a safetensors file holds. Both objects have no prototype. */
export interface Safetensors {
  readonly tensors: Record<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

const DTYPES = Object.keys(ELEMENTS) as SafetensorsDtype[];
const METADATA = "__metadata__";
/** The format's own bound on the header. */
const LONGEST_HEADER = 100_000_000;
const HIGHEST_RANK = 64;

/**
 * A safetensors file: 8 bytes with the header's length (little-endian), a JSON header, then the data of all tensors
 * without gaps.
 *
 * The bytes depend on the tensors, their names and the metadata alone, not on the order in which the objects list
 * them: wide dtypes come first, so that every tensor is aligned, then names by code point, as the reference
 * implementation orders them; metadata is sorted by name.
 *
 * @throws If a name is `__metadata__` or `__proto__` or no well-formed text, a dtype is unknown, or the data is not
 *   the dtype's typed array of the shape's size.
 *
 * Reference: https://github.com/huggingface/safetensors, "Format".
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const names = Object.keys(tensors).sort((a, b) => {
    const byWidth = DTYPES.indexOf((tensors[b] as StoredTensor).dtype) - DTYPES.indexOf((tensors[a] as StoredTensor).dtype);
    return byWidth !== 0 ? byWidth : compareCodePoints(a, b);
  });
  const entries: string[] = [];
  if (Object.keys(metadata).length > 0) entries.push(`${JSON.stringify(METADATA)}:${encodeMetadata(metadata)}`);
  let length = 0;
  for (const name of names) {
    const { dtype, shape, data } = checkStored(name, tensors[name] as StoredTensor);
    const data_offsets = [length, length + data.byteLength];
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets })}`);
    length += data.byteLength;
  }
  const header = new TextEncoder().encode(`{${entries.join(",")}}`);
  const headerLength = Math.ceil(header.length / 8) * 8;
  if (headerLength > LONGEST_HEADER) {
    throw new Error(`encodeSafetensors: expected a header of at most ${LONGEST_HEADER} bytes; got ${headerLength}. Store less metadata.`);
  }
  const file = new Uint8Array(8 + headerLength + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(header, 8);
  let at = 8 + headerLength;
  for (const name of names) {
    const bytes = bytesOf((tensors[name] as StoredTensor).data, "little");
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function checkStored(name: string, tensor: StoredTensor): StoredTensor {
  checkText("a tensor's name", name);
  if (name === METADATA || name === "__proto__") {
    throw new Error(`encodeSafetensors: expected tensors not named ${METADATA} or __proto__; got ${name}. Rename it.`);
  }
  const { dtype, shape, data } = tensor;
  if (!Object.hasOwn(ELEMENTS, dtype)) {
    throw new Error(`encodeSafetensors: expected ${name} of dtype ${DTYPES.join(", ")}; got ${String(dtype)}.`);
  }
  const Elements: TypedArrayConstructor<TypedArray> = ELEMENTS[dtype];
  const size = checkedSize(shape);
  if (!(data instanceof Elements) || data.length !== size) {
    const wanted = `${name} ${formatShape(shape)} of dtype ${dtype} as a ${Elements.name} of ${size ?? "countable"} elements`;
    throw new Error(`encodeSafetensors: expected ${wanted}; got a ${data.constructor.name} of ${data.length}.`);
  }
  return tensor;
}

function encodeMetadata(metadata: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(metadata).sort(([a], [b]) => compareCodePoints(a, b));
  for (const [name, value] of pairs) {
    if (name === "__proto__") throw new Error("encodeSafetensors: expected metadata not named __proto__; got it. Rename it.");
    if (typeof value !== "string") {
      throw new Error(`encodeSafetensors: expected metadata of strings; got ${typeof value} for ${name}. Use JSON.stringify.`);
    }
    checkText("a metadata name", name);
    checkText(`metadata ${name}`, value);
  }
  return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
}

/** A lone surrogate has no UTF-8, so it would not come back as it was. */
function checkText(what: string, text: string): void {
  if (/\p{Surrogate}/u.test(text)) {
    throw new Error(`encodeSafetensors: expected ${what} as well-formed Unicode; got ${JSON.stringify(text)}.`);
  }
}

/** The order of the UTF-8 bytes, which plain `<` does not give beyond the basic plane. */
function compareCodePoints(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; ) {
    const x = a.codePointAt(i) as number;
    const y = b.codePointAt(i) as number;
    if (x !== y) return x - y;
    i += x > 0xffff ? 2 : 1;
  }
  return a.length - b.length;
}

/**
 * The tensors and the metadata of a safetensors file. The data is copied, so `bytes` may be freed or reused.
 *
 * The file may be hostile: work and memory are bounded by its length; offsets must be in range and cover the data
 * without overlap or hole; names that occur twice, `__proto__` and unknown dtypes are refused. Nothing is run.
 *
 * @throws An `Error` that names the first thing wrong.
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length < 8) throw invalid("at least 8 bytes", `${bytes.length}`, "The file is cut short or is none.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const longest = Math.min(LONGEST_HEADER, bytes.length - 8);
  const declared = view.getBigUint64(0, true);
  if (declared > longest) {
    throw invalid(`a header of at most ${longest} bytes`, `${declared}`, "The file is cut short or is no safetensors file.");
  }
  const headerLength = Number(declared);
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  const body = bytes.subarray(8 + headerLength);

  const entries: Entry[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name !== METADATA) entries.push(parseEntry(name, entry, body.length));
  }
  // Before anything is copied: entries that overlap could otherwise ask for far more memory than the file has.
  checkCover(entries, body.length);
  const metadata = parseMetadata(header[METADATA]);

  const tensors = Object.create(null) as Record<string, StoredTensor>;
  for (const { name, dtype, shape, begin, end } of entries) {
    const data = elementsFrom<TypedArray>(body.subarray(begin, end), ELEMENTS[dtype], "little");
    if (dtype === "BOOL" && (data as Uint8Array).some((value) => value > 1)) {
      throw invalid(`${quote(name)} of dtype BOOL to hold 0 and 1`, "another byte");
    }
    tensors[name] = { dtype, shape, data } as StoredTensor;
  }
  return { tensors, metadata };
}

/** One tensor as the header describes it. */
interface Entry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

function invalid(expected: string, got: string, advice = "The file is damaged or is no safetensors file."): Error {
  return new Error(`decodeSafetensors: expected ${expected}; got ${got}. ${advice}`);
}

/** Text of the file for a message: quoted, escaped and cut, it cannot garble one. */
function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function describe(value: Json | undefined): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function parseHeader(bytes: Uint8Array): JsonObject {
  // The format wants the very first byte to open the object.
  if (bytes[0] !== 0x7b) throw invalid('a header that begins with "{"', bytes.length === 0 ? "none" : `byte ${bytes[0]}`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw invalid("a header in UTF-8", "other bytes");
  }
  try {
    return parseStrictJson(text) as JsonObject;
  } catch (error) {
    throw new Error(`decodeSafetensors: the header's JSON: ${(error as Error).message}. The file is damaged or is no safetensors file.`);
  }
}

function parseEntry(name: string, entry: Json | undefined, bodyLength: number): Entry {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
    throw invalid(`an object for ${quote(name)}`, describe(entry));
  }
  const extra = Object.keys(entry).find((field) => !["dtype", "shape", "data_offsets"].includes(field));
  if (extra !== undefined) throw invalid(`dtype, shape and data_offsets for ${quote(name)}`, `also ${quote(extra)}`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(ELEMENTS, dtype)) {
    throw invalid(`${quote(name)} of dtype ${DTYPES.join(", ")}`, describe(dtype), "Convert it before storing it.");
  }
  const size = Array.isArray(shape) && shape.length <= HIGHEST_RANK ? checkedSize(shape) : undefined;
  if (size === undefined) throw invalid(`a shape of at most ${HIGHEST_RANK} non-negative integers for ${quote(name)}`, describe(shape));
  const [begin, end] = Array.isArray(offsets) && offsets.length === 2 && checkedSize(offsets) !== undefined ? (offsets as number[]) : [];
  if (begin === undefined || end === undefined || begin > end || end > bodyLength) {
    throw invalid(`data offsets of ${quote(name)} in order within ${bodyLength} bytes`, describe(offsets));
  }
  const known = dtype as SafetensorsDtype;
  const needed = size * ELEMENTS[known].BYTES_PER_ELEMENT;
  if (end - begin !== needed) {
    throw invalid(`${needed} bytes for ${quote(name)} ${formatShape(shape as number[])} of dtype ${dtype}`, `${end - begin}`);
  }
  return { name, dtype: known, shape: shape as number[], begin, end };
}

function checkCover(entries: readonly Entry[], bodyLength: number): void {
  const inOrder = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of inOrder) {
    if (begin !== at) throw invalid(`${quote(name)} to begin at byte ${at}, where the tensor before it ends`, `${begin}`);
    at = end;
  }
  if (at !== bodyLength) throw invalid(`${at} bytes of data, as the header says`, `${bodyLength}`);
}

function parseMetadata(entry: Json | undefined): Record<string, string> {
  if (entry === undefined) return Object.create(null) as Record<string, string>;
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) throw invalid(`an object for ${METADATA}`, describe(entry));
  for (const [name, value] of Object.entries(entry)) {
    if (typeof value !== "string") throw invalid(`a string for metadata ${quote(name)}`, describe(value));
  }
  return entry as Record<string, string>;
}
