import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeIdx, encodeIdx, gunzip, isGzip, readIdx, type IdxArray } from "../../src/index.js";

/** Written out by hand from the format's description: 2 x 3, big-endian. */
const FILES: [string, number[], IdxArray["data"]][] = [
  ["uint8", [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 127, 128, 255], Uint8Array.of(0, 1, 2, 127, 128, 255)],
  ["int8", [0, 0, 9, 1, 0, 0, 0, 3, 0, 127, 255], Int8Array.of(0, 127, -1)],
  ["int16", [0, 0, 0xb, 1, 0, 0, 0, 2, 1, 2, 255, 254], Int16Array.of(258, -2)],
  ["int32", [0, 0, 0xc, 1, 0, 0, 0, 2, 0, 1, 0, 2, 255, 255, 255, 253], Int32Array.of(65538, -3)],
  ["float32", [0, 0, 0xd, 1, 0, 0, 0, 2, 0x3f, 0x80, 0, 0, 0xc0, 0x49, 0x0f, 0xdb], Float32Array.of(1, -Math.PI)],
  ["float64", [0, 0, 0xe, 1, 0, 0, 0, 1, 0x3f, 0xd5, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55], Float64Array.of(1 / 3)],
];

describe("decodeIdx and encodeIdx", () => {
  it.each(FILES)("agree with the format on %s", (dtype, file, data) => {
    const array = decodeIdx(Uint8Array.from(file));
    expect(array.dtype).toBe(dtype);
    expect(array.data).toEqual(data);
    expect([...encodeIdx(array)]).toEqual(file);
  });

  it.each([[[]], [[0]], [[5]], [[0, 4]], [[2, 3, 4]], [[1, 2, 1, 3, 1]]])("keep the shape %j", (shape) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i / 3);
    expect(decodeIdx(encodeIdx({ shape, data }))).toEqual({ dtype: "float32", shape, data });
  });

  it.each([
    ["nothing", [], "decodeIdx: expected a whole header; got 0 bytes. The file is cut short."],
    ["half a header", [0, 0, 8, 1, 0, 0], "decodeIdx: expected a whole header; got 6 bytes."],
    ["a PNG", [0x89, 0x50, 0x4e, 0x47], "decodeIdx: expected a magic number such as 0x00000803; got 0x89504e47. This is no IDX file."],
    ["an unknown type", [0, 0, 0xa, 1], "got 0x00000a01"],
    ["data cut short", [0, 0, 8, 1, 0, 0, 0, 2, 1], "decodeIdx: expected 10 bytes for uint8 [2]; got 9. The file is cut short."],
    ["data after the end", [0, 0, 8, 1, 0, 0, 0, 1, 1, 1], "decodeIdx: expected 9 bytes for uint8 [1]; got 10. The file is damaged."],
    ["a size beyond all files", [0, 0, 8, 3, ...Array.from({ length: 12 }, () => 255)], "over 2^53 bytes"],
  ])("refuse %s", (_, file, text) => {
    expect(() => decodeIdx(Uint8Array.from(file))).toThrow(text);
  });

  it("refuse to write what the format lacks", () => {
    expect(() => encodeIdx({ shape: [1], data: new Uint16Array(1) as unknown as Uint8Array })).toThrow("got a Uint16Array of 1");
    expect(() => encodeIdx({ shape: [2], data: new Uint8Array(1) })).toThrow("as many as [2] has; got a Uint8Array of 1");
  });
});

describe("readIdx", () => {
  const plain = encodeIdx({ shape: [10, 100], data: Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) % 256) });

  it("reads plain and compressed files alike", async () => {
    expect(isGzip(plain)).toBe(false);
    expect(await readIdx(plain)).toEqual(decodeIdx(plain));
    expect(await readIdx(gzipSync(plain))).toEqual(decodeIdx(plain));
  });

  it.each([3, 20, 300])("tells in one line that a compressed file of which %d bytes remain is cut short", async (length) => {
    await expect(readIdx(gzipSync(plain).subarray(0, length))).rejects.toThrow(
      `gunzip: expected a whole gzip file of one member; got ${length} bytes that are cut short, damaged or more than one member. Fetch it again, or unpack it with gzip -d.`,
    );
  });

  it("tells that a compressed file is damaged, also where only its checksum shows it", async () => {
    const file = new Uint8Array(gzipSync(plain));
    await expect(readIdx(file.with(file.length - 6, (file.at(-6) as number) ^ 1))).rejects.toThrow("cut short, damaged or more");
    await expect(readIdx(file.with(15, 0xff))).rejects.toThrow("cut short, damaged or more");
  });

  it("stops inflating where the header's size is passed", async () => {
    const bomb = gzipSync(Buffer.concat([plain, Buffer.alloc(50_000_000)]));
    await expect(readIdx(bomb)).rejects.toThrow(`expected at most ${plain.length} bytes, the size its header declares; got more`);
  });

  it("stops inflating at once where the content is another format", async () => {
    await expect(readIdx(gzipSync(Buffer.alloc(50_000_000, 1)))).rejects.toThrow("decodeIdx: expected a magic number such as 0x00000803");
  });
});

describe("gunzip", () => {
  it("refuses content past its limit", async () => {
    const file = gzipSync(Buffer.alloc(100_000));
    expect((await gunzip(file, { limit: 100_000 })).length).toBe(100_000);
    await expect(gunzip(file, { limit: 99_999 })).rejects.toThrow("gunzip: expected at most 99999 bytes, the limit; got more.");
  });

  it.each([
    ["a second member", [gzipSync("ab"), gzipSync("cd")], 44],
    ["an empty member at the end", [gzipSync("ab"), gzipSync("")], 42],
    ["zeros at the end", [gzipSync("ab"), Buffer.alloc(8)], 30],
    ["other bytes at the end", [gzipSync("ab"), Buffer.from("hello")], 27],
  ])("refuses %s alike on every platform", async (_, parts, length) => {
    await expect(gunzip(Buffer.concat(parts))).rejects.toThrow(
      `gunzip: expected a whole gzip file of one member; got ${length} bytes that are cut short, damaged or more than one member.`,
    );
  });

  it("reads an empty file, and one inside a larger buffer", async () => {
    expect((await gunzip(gzipSync(""))).length).toBe(0);
    const file = gzipSync("abc");
    const within = new Uint8Array(file.length + 8).fill(7);
    within.set(file, 3);
    expect(new TextDecoder().decode(await gunzip(within.subarray(3, 3 + file.length)))).toBe("abc");
  });
});
