import { checkedSize, type ByteOrder } from "./bytes.js";
import type { NumericDtype } from "./numericArray.js";

export interface NpyHeader {
  readonly dtype: NumericDtype;
  readonly byteOrder: ByteOrder;
  readonly fortranOrder: boolean;
  readonly shape: number[];
  readonly dataStart: number;
  readonly fileSize: number;
}

/** NumPy's type strings without their order of bytes, and the size of an element. */
export const NPY_TYPES: Readonly<Record<NumericDtype, readonly [code: string, size: number]>> = {
  bool: ["b1", 1],
  uint8: ["u1", 1],
  int8: ["i1", 1],
  uint16: ["u2", 2],
  int16: ["i2", 2],
  uint32: ["u4", 4],
  int32: ["i4", 4],
  uint64: ["u8", 8],
  int64: ["i8", 8],
  float16: ["f2", 2],
  float32: ["f4", 4],
  float64: ["f8", 8],
};

export const NPY_MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const LONGEST_HEADER = 2 ** 16;

function refuse(expected: string, got: string, advice = "The file is damaged or is no NPY file."): Error {
  return new Error(`decodeNpy: expected ${expected}; got ${got.length > 80 ? `${got.slice(0, 80)}…` : got}. ${advice}`);
}

/**
 * The header of an NPY file, or undefined while there are too few bytes for it: the magic text, two bytes of
 * version, the length of the rest in 2 bytes (1.0) or 4 (2.0 and 3.0), and a Python dictionary.
 *
 * @throws If it is another format, another version, or an element type other than a plain number.
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader | undefined {
  const magic = bytes.subarray(0, NPY_MAGIC.length);
  if (magic.some((byte, i) => byte !== NPY_MAGIC[i])) {
    const hex = Array.from(magic, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw refuse("a file that begins with \\x93NUMPY", `bytes ${hex}`, "This is no NPY file.");
  }
  if (bytes.length < 12) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(6);
  if (version < 1 || version > 3) throw refuse("NPY version 1.0, 2.0 or 3.0", `${version}.${view.getUint8(7)}`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER) throw refuse(`a header of at most ${LONGEST_HEADER} bytes`, `${length}`);
  const dataStart = start + length;
  if (bytes.length < dataStart) return undefined;

  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, dataStart));
  const { descr, fortran_order: fortranOrder, shape: shapeText } = parseDictionary(text);
  const { dtype, byteOrder, size: elementSize } = parseDescription(descr as string);
  const shape = [...(shapeText as string).matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const size = shape.length <= 64 ? checkedSize(shape) : undefined;
  const fileSize = size === undefined ? Infinity : dataStart + size * elementSize;
  if (!Number.isSafeInteger(fileSize)) throw refuse("a shape of at most 64 axes and 2^53 bytes", shapeText as string);
  return { dtype, byteOrder, fortranOrder: fortranOrder === "True", shape, dataStart, fileSize };
}

const FIELD = /\s*'(descr|fortran_order|shape)'\s*:\s*('[^']*'|True|False|\([\dL,\s]*\)|\[)\s*(?:,|(?=\}))/y;
const KIND = { descr: /^'/, fortran_order: /^[TF]/, shape: /^\((?:\s*|\s*\d+L?\s*,\s*|\s*\d+L?(?:\s*,\s*\d+L?)+\s*,?\s*)\)$/ };

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`: its values as text, and nothing else accepted. */
function parseDictionary(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  if (/^\s*\{\s*'descr'\s*:\s*\[/.test(text)) {
    throw refuse("elements of one numeric type", "a structured type", "Save each field as its own array.");
  }
  const open = text.indexOf("{");
  let end = open + 1;
  FIELD.lastIndex = end;
  for (let match = FIELD.exec(text); match !== null; match = FIELD.exec(text)) {
    const [, name, value] = match as unknown as [string, keyof typeof KIND, string];
    if (name in fields || !KIND[name].test(value)) throw refuse(`one valid ${name} in the header`, value);
    fields[name] = value;
    end = FIELD.lastIndex;
  }
  if (Object.keys(fields).length === 3 && text.slice(0, open).trim() === "" && text.slice(end).trim() === "}") return fields;
  throw refuse("a header with descr, fortran_order and shape", JSON.stringify(text.trim()));
}

function parseDescription(quoted: string): { dtype: NumericDtype; byteOrder: ByteOrder; size: number } {
  const descr = quoted.slice(1, -1);
  if (descr.includes("O")) {
    throw refuse("numbers", `Python objects (${descr})`, "Reading those would run code; save a numeric array instead.");
  }
  const [order, code] = [descr.slice(0, 1), descr.slice(1)];
  const found = (Object.keys(NPY_TYPES) as NumericDtype[]).find((dtype) => NPY_TYPES[dtype][0] === code);
  const size = found === undefined ? 0 : NPY_TYPES[found][1];
  if (found === undefined || !(order === "<" || order === ">" || (order === "|" && size === 1))) {
    throw refuse("bool, integers of 1 to 8 bytes or floats of 2 to 8", `the type ${quoted}`, "Convert it with astype before saving.");
  }
  return { dtype: found, byteOrder: order === ">" ? "big" : "little", size };
}
