import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { encodeIdx, encodeNpy, encodeSafetensors } from "../../src/index.js";
import { cacheDirectory, loadIdx, loadNpy, loadSafetensors, loadTable } from "../../src/node/index.js";
import { realData } from "./realData.js";

const folder = mkdtempSync(join(tmpdir(), "variate-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

describe("loading files", () => {
  const data = Float32Array.of(1, 2, 3);

  it("reads each format from its path, compressed or not", async () => {
    expect((await loadIdx(at("a.idx", encodeIdx({ shape: [3], data })))).data).toEqual(data);
    expect((await loadIdx(at("a.idx.gz", gzipSync(encodeIdx({ shape: [3], data }))))).data).toEqual(data);
    expect((await loadNpy(at("a.npy.gz", gzipSync(encodeNpy({ shape: [3], data }))))).data).toEqual(data);
    expect((await loadTable(at("a.tsv.gz", gzipSync("a\tb\ng\t1\t2\n")))).rows).toEqual(["g"]);
    const stored = encodeSafetensors({ w: { dtype: "F32", shape: [3], data } });
    expect((await loadSafetensors(at("a.safetensors", stored))).tensors["w"]?.data).toEqual(data);
  });

  it("names the path when a file is missing or wrong", async () => {
    const missing = join(folder, "missing.npy");
    await expect(loadNpy(missing)).rejects.toThrow(`loadNpy: expected the file ${missing}; got ENOENT. Check the path.`);
    const wrong = at("wrong.npy", "no array at all");
    await expect(loadNpy(wrong)).rejects.toThrow(`This is no NPY file. File: ${wrong}`);
    await expect(loadSafetensors(wrong)).rejects.toThrow(`File: ${wrong}`);
    await expect(loadTable(wrong.replace("wrong", "missing"))).rejects.toThrow("loadTable: expected the file");
  });
});

describe("cacheDirectory", () => {
  it("follows the platform's customs, and a variable of its own first", () => {
    expect(cacheDirectory({ VARIATE_CACHE_DIR: "/own", XDG_CACHE_HOME: "/xdg" }, "linux")).toBe("/own");
    expect(cacheDirectory({ XDG_CACHE_HOME: "/xdg" }, "linux")).toBe(join("/xdg", "variate"));
    expect(cacheDirectory({}, "linux")).toMatch(/\.cache.variate$/);
    expect(cacheDirectory({}, "darwin")).toMatch(/Library.Caches.variate$/);
    expect(cacheDirectory({ LOCALAPPDATA: "L" }, "win32")).toBe(join("L", "variate", "Cache"));
  });
});

describe("real files", () => {
  const thyroid = realData("thyroid");
  it.skipIf(thyroid === undefined)("thyroid: 3,772 rows of 6, scaled to [0, 1], 93 anomalies", async () => {
    const features = await loadNpy(join(thyroid as string, "thyroid_X.npy"));
    expect([features.dtype, features.shape]).toEqual(["float64", [3772, 6]]);
    const values = features.data as Float64Array;
    for (let column = 0; column < 6; column++) {
      const own = values.filter((_, i) => i % 6 === column);
      expect([Math.min(...own), Math.max(...own)]).toEqual([0, 1]);
    }
    const { data } = await loadNpy(join(thyroid as string, "thyroid_y.npy"));
    expect((data as Uint8Array).reduce((a, b) => a + b, 0)).toBe(93);
  });

  const omniglot = realData("omniglot-small");
  it.skipIf(omniglot === undefined)("omniglot: counts by alphabet, 242 characters by 20 drawers, mean", async () => {
    const images = await loadNpy(join(omniglot as string, "omniglot8_images_28x28.npy.gz"));
    const labels = await loadNpy(join(omniglot as string, "omniglot8_labels.npy"));
    expect([images.shape, labels.shape]).toEqual([[4840, 28, 28], [4840, 3]]);
    const counts = Array.from({ length: 8 }, () => 0);
    for (let i = 0; i < 4840; i++) (counts[labels.data[3 * i] as number] as number)++;
    expect(counts).toEqual([480, 440, 480, 940, 800, 520, 840, 340]);
    expect((images.data as Uint8Array).reduce((a, b) => a + b, 0) / images.data.length / 255).toBeCloseTo(0.0807, 4);
  });

  const pbmc = realData("pbmc");
  it.skipIf(pbmc === undefined)("pbmc: 230 genes of 80 cells, counts 0 to 138, 75.8 % zeros", async () => {
    const { rows, columns, data } = await loadTable(join(pbmc as string, "pbmc_raw.tsv"));
    expect([rows.length, columns.length, Math.min(...data), Math.max(...data)]).toEqual([230, 80, 0, 138]);
    expect(data.filter((count) => count === 0).length / data.length).toBeCloseTo(0.758, 3);
  });
});
