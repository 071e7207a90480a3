import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expectClose, type Nested } from "@variate/testing";
import { describe, expect, it } from "vitest";
import { float16ToFloat32 } from "../../src/formats/halfFloat.js";
import { decodeNpy, encodeNpy, readNpy, type NumericArray } from "../../src/index.js";
import { integers } from "../integers.js";

interface Case {
  name: string;
  dtype: string;
  shape: number[];
  values: Nested[];
  base64: string;
  canonical: boolean;
}
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../reference/${name}`, import.meta.url), "utf8"));
const { cases, refused } = read("npy.json") as { cases: Case[]; refused: { name: string; base64: string }[] };
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));

/** An NPY 1.0 file with this dictionary and this many bytes of data. */
function file(dictionary: string, dataLength = 0): Uint8Array {
  const bytes = new Uint8Array(10 + dictionary.length + dataLength);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, dictionary.length & 255, dictionary.length >> 8]);
  bytes.set(new TextEncoder().encode(dictionary), 10);
  return bytes;
}

describe("decodeNpy", () => {
  it.each(cases)("reads what NumPy wrote: $name", ({ dtype, shape, values, base64 }) => {
    const array = decodeNpy(bytesOf(base64));
    expect([array.dtype, array.shape]).toEqual([dtype, shape]);
    expectClose(array.data as Float64Array, values, { relative: 0, absolute: 0 });
  });

  it.each(refused)("refuses $name", ({ base64 }) => {
    expect(() => decodeNpy(bytesOf(base64))).toThrow(/^decodeNpy: expected .*; got .*\. .*astype|numeric array instead|own array/);
  });

  it("widens every float16 as NumPy does", () => {
    const { count, sha256 } = read("float16.json") as { count: number; sha256: string };
    const wide = float16ToFloat32(Uint16Array.from({ length: 65536 }, (_, i) => i)).filter((value) => !Number.isNaN(value));
    expect(wide.length).toBe(count);
    expect(createHash("sha256").update(new Uint8Array(wide.buffer)).digest("hex")).toBe(sha256);
  });

  it.each([
    ["another format", new Uint8Array(20), "begins with \\x93NUMPY; got bytes 00 00 00 00 00 00"],
    ["nothing", new Uint8Array(0), "got 0 bytes"],
    ["half a header", file("{'descr': '<f4'").subarray(0, 14), "a whole header"],
    ["version 4.0", file("{}").with(6, 4), "got 4.0"],
    ["no dictionary", file("import os"), "descr, fortran_order and shape"],
    ["a dictionary cut short", file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)", 4), "descr, fortran_order and shape"],
    ["a field twice", file("{'descr': '<f4', 'descr': '<f4', 'shape': (1,), }", 4), "one valid descr"],
    ["an unknown field", file("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': True}", 4), "descr, fortran_order and shape"],
    ["a call for a shape", file("{'descr': '<f4', 'fortran_order': False, 'shape': f(), }", 4), "descr, fortran_order and shape"],
    ["a shape that is no tuple", file("{'descr': '<f4', 'fortran_order': False, 'shape': (1), }", 4), "one valid shape"],
    ["a negative size", file("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 4), "descr, fortran_order and shape"],
    ["a shape that overflows", file("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }"), "2^53"],
    ["data cut short", file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 4), "The file is cut short."],
    ["data after the end", file("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 9), "The file is damaged"],
  ])("refuses %s", (_, bytes, part) => {
    expect(() => decodeNpy(bytes)).toThrow(part);
    expect(() => decodeNpy(bytes)).toThrow(/^decodeNpy: expected .*\.$/s);
  });

  it("decodes or refuses with one Error each of 3,000 mutated files", () => {
    const next = integers(2);
    for (let run = 0; run < 3_000; run++) {
      const bytes = bytesOf((cases[next(cases.length)] as Case).base64);
      const cut = next(3) === 0 ? bytes.subarray(0, next(bytes.length + 1)) : bytes;
      for (let change = 0; change < 2; change++) if (cut.length > 0) cut[next(Math.min(cut.length, 100))] = next(256);
      try {
        decodeNpy(cut);
      } catch (error) {
        expect((error as Error).constructor).toBe(Error);
        expect((error as Error).message).toMatch(/^decodeNpy: expected /);
      }
    }
  });
});

describe("encodeNpy", () => {
  it.each(cases.filter(({ canonical }) => canonical))("writes NumPy's very bytes: $name", ({ base64 }) => {
    const array = decodeNpy(bytesOf(base64)) as NumericArray;
    expect(Buffer.from(encodeNpy(array)).toString("base64")).toBe(base64);
  });

  it("takes the element type from the typed array", () => {
    expect(decodeNpy(encodeNpy({ shape: [2], data: Int16Array.of(-1, 2) }))).toEqual({ dtype: "int16", shape: [2], data: Int16Array.of(-1, 2) });
    expect(decodeNpy(encodeNpy({ shape: [1], data: Float64Array.of(0.1) })).dtype).toBe("float64");
  });

  it("refuses data that is not the shape's or the dtype's", () => {
    expect(() => encodeNpy({ shape: [3], data: Int16Array.of(1) })).toThrow(
      "encodeNpy: expected a typed array of int16, as many as [3] has; got a Int16Array of 1.",
    );
    expect(() => encodeNpy({ dtype: "int64", shape: [1], data: Float64Array.of(0.5) })).toThrow("whole numbers for int64; got 0.5");
    expect(() => encodeNpy({ dtype: "float16", shape: [1], data: Float32Array.of(0.5) })).toThrow("encodeNpy: expected");
  });
});

describe("readNpy", () => {
  it("reads plain and compressed files alike", async () => {
    const plain = encodeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
    expect(await readNpy(plain)).toEqual(await readNpy(gzipSync(plain)));
  });

  it("stops inflating where the header's size is passed", async () => {
    const plain = encodeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
    const bomb = gzipSync(Buffer.concat([plain, Buffer.alloc(50_000_000)]));
    await expect(readNpy(bomb)).rejects.toThrow(`gunzip: expected at most ${plain.length} bytes, the size its header declares; got more.`);
  });
});
