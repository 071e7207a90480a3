import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeFileAtomic } from "../../src/node/index.js";

const folder = mkdtempSync(join(tmpdir(), "variate-atomic-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("writeFileAtomic", () => {
  it("writes bytes and text, makes folders, and leaves nothing else behind", async () => {
    const path = join(folder, "a", "b", "file.bin");
    await writeFileAtomic(path, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    await writeFileAtomic(path, "größer");
    expect(readFileSync(path, "utf8")).toBe("größer");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["file.bin"]);
  });

  it("keeps one whole content when many write at once", async () => {
    const path = join(folder, "contested");
    const contents = Array.from({ length: 20 }, (_, i) => new Uint8Array(10_000).fill(i));
    await Promise.all(contents.map((content) => writeFileAtomic(path, content)));
    const found = readFileSync(path);
    expect(found.length).toBe(10_000);
    expect(new Set(found).size).toBe(1);
    expect(readdirSync(folder).filter((name) => name.includes("contested"))).toEqual(["contested"]);
  });

  it("tells in one line that a folder cannot be written", async () => {
    writeFileSync(join(folder, "plain"), "");
    await expect(writeFileAtomic(join(folder, "plain", "file"), "x")).rejects.toThrow(
      /^writeFileAtomic: expected to write .*file; got (ENOTDIR|EEXIST)\. Free some space or choose another path\.$/,
    );
  });

  it("keeps what was there, and removes its own file, when the last step fails", async () => {
    const taken = join(folder, "taken");
    mkdirSync(join(taken, "inside"), { recursive: true });
    await expect(writeFileAtomic(taken, "x")).rejects.toThrow(/^writeFileAtomic: expected to write .*taken; got [A-Z]+\./);
    expect(readdirSync(taken)).toEqual(["inside"]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});
