import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "../../src/index.js";
import { integers } from "../integers.js";

interface Reference {
  base64: string;
  metadata: Record<string, string>;
  tensors: Record<string, { shape: number[]; values: (number | string | boolean)[] }>;
}
const reference = JSON.parse(
  readFileSync(new URL("../reference/safetensors.json", import.meta.url), "utf8"),
) as Reference;
const referenceBytes = new Uint8Array(Buffer.from(reference.base64, "base64"));

/** A file with this header, as text, and this many bytes of data. */
function file(header: string, dataLength: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function message(bytes: Uint8Array): string {
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("message: expected an error; the file decoded.");
}

const f32 = (shape: number[], ...values: number[]): StoredTensor => ({ dtype: "F32", shape, data: Float32Array.from(values) });

describe("safetensors beside the Python package", () => {
  it("reads every dtype of a file it wrote", () => {
    const { tensors, metadata } = decodeSafetensors(referenceBytes);
    expect({ ...metadata }).toEqual(reference.metadata);
    expect(Object.keys(tensors).sort()).toEqual(Object.keys(reference.tensors).sort());
    for (const [name, { shape, values }] of Object.entries(reference.tensors)) {
      const tensor = tensors[name] as StoredTensor;
      expect(tensor.shape, name).toEqual(shape);
      if (name === "half") expect([...tensor.data]).toEqual([0x3c00, 0x8000, 0x7bff, 0x0001, 0x7c00]);
      else expect([...tensor.data].map(Number), name).toEqual(values.map((v) => (v === "inf" ? Infinity : Number(v))));
    }
    expect([...(tensors["big"] as StoredTensor).data].map(String)).toEqual(reference.tensors["big"]?.values);
  });

  it("writes the very same bytes", () => {
    const { tensors, metadata } = decodeSafetensors(referenceBytes);
    expect(Buffer.from(encodeSafetensors(tensors, metadata)).toString("base64")).toBe(reference.base64);
  });
});

describe("encodeSafetensors", () => {
  it("gives bytes that do not depend on the order of names", () => {
    const a = encodeSafetensors({ x: f32([2], 1, 2), y: f32([], 3) }, { one: "1", two: "2" });
    const b = encodeSafetensors({ y: f32([], 3), x: f32([2], 1, 2) }, { two: "2", one: "1" });
    expect(a).toEqual(b);
  });

  it("stores a view of a larger buffer, and nothing at all", () => {
    const large = Float32Array.from([1, 2, 3, 4]);
    const { tensors } = decodeSafetensors(encodeSafetensors({ middle: { dtype: "F32", shape: [2], data: large.subarray(1, 3) } }));
    expect([...(tensors["middle"] as StoredTensor).data]).toEqual([2, 3]);
    expect(Object.keys(decodeSafetensors(encodeSafetensors({})).tensors)).toEqual([]);
  });

  it("aligns the data to 8 bytes", () => {
    for (const name of ["a", "ab", "abc", "abcd"]) {
      const bytes = encodeSafetensors({ [name]: f32([1], 1) });
      expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    }
  });

  it("refuses data that is not the shape's, by name", () => {
    expect(() => encodeSafetensors({ w: f32([2, 3], 1) })).toThrow(
      "encodeSafetensors: expected w [2, 3] of dtype F32 as a Float32Array of 6 elements; got a Float32Array of 1.",
    );
    const wrong = { dtype: "F32", shape: [1], data: new Int32Array(1) } as unknown as StoredTensor;
    expect(() => encodeSafetensors({ w: wrong })).toThrow("got a Int32Array of 1");
    expect(() => encodeSafetensors({ w: { ...f32([1], 1), dtype: "F12" } as unknown as StoredTensor })).toThrow("got F12");
  });

  it("refuses names the format cannot hold", () => {
    expect(() => encodeSafetensors({ __metadata__: f32([], 1) })).toThrow("__metadata__");
    expect(() => encodeSafetensors({ ["__proto__"]: f32([], 1) })).toThrow("__proto__");
    expect(() => encodeSafetensors({ "\ud800": f32([], 1) })).toThrow("well-formed Unicode");
    expect(() => encodeSafetensors({}, { step: 1 } as unknown as Record<string, string>)).toThrow("got number for step");
  });
});

describe("decodeSafetensors", () => {
  const entry = (offsets: string, shape = "[1]", dtype = "F32"): string =>
    `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

  it("copies the data and needs no alignment", () => {
    const bytes = file(`{"a":${entry("[0,4]")}}`, 4);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const { tensors } = decodeSafetensors(shifted.subarray(3));
    shifted.fill(255);
    expect([...(tensors["a"] as StoredTensor).data]).toEqual([0]);
  });

  it("makes objects without a prototype", () => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors({}));
    expect(Object.getPrototypeOf(tensors)).toBeNull();
    expect(Object.getPrototypeOf(metadata)).toBeNull();
    expect("toString" in tensors).toBe(false);
  });

  it.each([
    ["nothing", new Uint8Array(0), "expected at least 8 bytes; got 0"],
    ["a header longer than the file", file("{}", 0).subarray(0, 9), "expected a header of at most 1 bytes; got 2"],
    ["a header of 2^63 bytes", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 0x7b), "got 9223372036854775808"],
    ["no object", file("[]", 0), 'expected a header that begins with "{"'],
    ["no header", file("", 0), "got none"],
    ["bytes that are no UTF-8", file("{}", 0).with(9, 0xff), "in UTF-8"],
    ["broken JSON", file('{"a":', 0), "expected a value at character 5; got the end"],
    ["text after the header", file("{} x", 0), "expected the end at character 3"],
    ["a name twice", file(`{"a":${entry("[0,4]")},"a":${entry("[0,4]")}}`, 4), 'expected each name once; got "a" twice'],
    ["a name twice, once escaped", file(`{"a":${entry("[0,4]")},"\\u0061":${entry("[0,4]")}}`, 4), '"a" twice'],
    ["a field twice", file('{"a":{"dtype":"F32","dtype":"F32"}}', 4), '"dtype" twice'],
    ["__proto__", file(`{"__proto__":${entry("[0,4]")}}`, 4), "__proto__"],
    ["an escaped __proto__", file(`{"\\u005f_proto__":${entry("[0,4]")}}`, 4), "__proto__"],
    ["__proto__ in the metadata", file('{"__metadata__":{"__proto__":"x"}}', 0), "__proto__"],
    ["deep nesting", file(`{"a":${"[".repeat(100_000)}`, 0), "at most 8 levels"],
    ["an unknown field", file('{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"code":"x"}}', 4), 'also "code"'],
    ["an unknown dtype", file(`{"a":${entry("[0,4]", "[1]", "toString")}}`, 4), 'got "toString"'],
    ["a negative size", file(`{"a":${entry("[0,4]", "[-1,-1]")}}`, 4), "got [-1,-1]"],
    ["a fractional size", file(`{"a":${entry("[0,4]", "[0.5,2]")}}`, 4), "got [0.5,2]"],
    ["sizes that overflow", file(`{"a":${entry("[0,0]", "[9007199254740991,9007199254740991,0]")}}`, 0), "shape"],
    ["a shape of a thousand axes", file(`{"a":${entry("[0,4]", `[${"1,".repeat(999)}1]`)}}`, 4), "at most 64"],
    ["offsets out of order", file(`{"a":${entry("[4,0]")}}`, 4), "in order within 4 bytes; got [4,0]"],
    ["offsets past the end", file(`{"a":${entry("[4,8]")}}`, 4), "within 4 bytes"],
    ["one offset", file(`{"a":${entry("[4]")}}`, 4), "got [4]"],
    ["a size that is not the offsets'", file(`{"a":${entry("[0,4]", "[2]")}}`, 4), 'expected 8 bytes for "a" [2] of dtype F32; got 4'],
    ["a hole", file(`{"a":${entry("[0,4]")},"b":${entry("[8,12]")}}`, 12), '"b" to begin at byte 4'],
    ["an overlap", file(`{"a":${entry("[0,4]")},"b":${entry("[2,6]")}}`, 6), '"b" to begin at byte 4'],
    ["two tensors in one place", file(`{"a":${entry("[0,4]")},"b":${entry("[0,4]")}}`, 4), '"b" to begin at byte 4'],
    ["data after the last tensor", file(`{"a":${entry("[0,4]")}}`, 5), "expected 4 bytes of data, as the header says; got 5"],
    ["a boolean that is 2", file(`{"a":${entry("[0,1]", "[1]", "BOOL")}}`, 1).with(-1, 2), "0 and 1"],
    ["metadata that is no text", file('{"__metadata__":{"a":1}}', 0), 'metadata "a"; got 1'],
    ["metadata that is a list", file('{"__metadata__":[]}', 0), "an object for __metadata__; got []"],
    ["null for a tensor", file('{"a":null}', 0), 'an object for "a"; got null'],
  ])("refuses %s", (_, bytes, part) => {
    const text = message(bytes);
    expect(text).toContain(part);
    expect(text).toMatch(/^decodeSafetensors: .*\.$/);
    expect(text.length).toBeLessThan(400);
  });

  it("asks for no more memory than the file holds, however many entries share its data", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `"${i}":${entry("[0,1000000]", "[1000000]", "U8")}`);
    expect(message(file(`{${names.join(",")}}`, 1_000_000))).toContain("to begin at byte 1000000");
  });

  it("reads a string of a million escapes", () => {
    const { metadata } = decodeSafetensors(file(`{"__metadata__":{"a":"${"\\n".repeat(1_000_000)}"}}`, 0));
    expect(metadata["a"]?.length).toBe(1_000_000);
  });

  it("decodes or refuses with one clear Error each of 10,000 mutated files", () => {
    const next = integers(1);
    const outcomes = { decoded: 0, refused: 0 };
    const hostile = ["{", "}", "[", "]", '"', ",", ":", "-", "e9", "__proto__", "null", "1e999", "\\", "\u0000", "9007199254740993", "F64", "shape"];
    for (let run = 0; run < 10_000; run++) {
      let bytes: Uint8Array = referenceBytes.slice();
      const header = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
      for (let change = 0; change <= next(3); change++) {
        const anywhere = next(bytes.length + 1);
        const inHeader = next(Math.min(header, bytes.length) + 1);
        switch (next(7)) {
          case 0:
            bytes[anywhere] = next(256);
            break;
          case 1:
            bytes[inHeader] = next(256);
            break;
          case 2:
            bytes[next(8)] = next(256);
            break;
          case 3:
            bytes = bytes.slice(0, anywhere);
            break;
          case 4:
            bytes = Uint8Array.of(...bytes.subarray(0, inHeader), ...new TextEncoder().encode(hostile[next(hostile.length)]), ...bytes.subarray(inHeader));
            break;
          case 5: {
            const until = Math.min(bytes.length, inHeader + next(40));
            bytes = Uint8Array.of(...bytes.subarray(0, inHeader), ...bytes.subarray(until));
            break;
          }
          default:
            // A digit for a digit keeps the JSON whole, so that offsets and shapes are what breaks.
            for (let i = inHeader; i < header && i < bytes.length; i++) {
              if ((bytes[i] as number) >= 0x30 && (bytes[i] as number) <= 0x39) {
                bytes[i] = 0x30 + next(10);
                break;
              }
            }
        }
      }
      try {
        const { tensors } = decodeSafetensors(bytes);
        for (const { shape, data } of Object.values(tensors)) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        outcomes.decoded++;
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        expect(error.constructor).toBe(Error);
        expect(error.message).toMatch(/^decodeSafetensors: [^\n]*\.$/);
        expect(error.message.length).toBeLessThan(400);
        outcomes.refused++;
      }
    }
    expect(outcomes.decoded).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(5_000);
  });
});
