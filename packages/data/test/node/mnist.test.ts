import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomKey, splitKey } from "@variate/random";
import { expectNoLeakAsync } from "@variate/testing";
import { afterAll, describe, expect, it } from "vitest";
import { binarized, encodeIdx, type ImageDataset } from "../../src/index.js";
import { loadBinarizedMnist, loadFashionMnist, loadFreyFaces, loadMnist } from "../../src/node/index.js";
import { encodeNpy } from "../../src/index.js";
import { mnistFiles, zipped } from "./mnistFiles.js";
import { realData } from "./realData.js";

const root = mkdtempSync(join(tmpdir(), "variate-mnist-"));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
/** A new folder with these files. */
function folder(files: Record<string, Uint8Array>): string {
  const path = join(root, String(folders++));
  mkdirSync(path);
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(path, name), bytes);
  return path;
}

const plain = mnistFiles();
const bytesOf = (name: string): Uint8Array => plain[name] as Uint8Array;

describe("loadMnist from a folder", () => {
  it.each([
    ["compressed", zipped(plain)],
    ["unpacked", plain],
    ["unpacked with dots", Object.fromEntries(Object.entries(plain).map(([name, bytes]) => [name.replace("-idx", ".idx"), bytes]))],
  ])("reads files that are %s", async (_, files) => {
    const { train, test } = await loadMnist({ directory: folder(files) });
    expect([train.size, test.size, train.height, train.width]).toEqual([30, 20, 28, 28]);
    expect(train.images).toEqual(bytesOf("train-images-idx3-ubyte").subarray(16));
    expect([...(test.labels as Int32Array)]).toEqual([...bytesOf("t10k-labels-idx1-ubyte").subarray(8)]);
  });

  it("binarizes as asked, with a key for each part", async () => {
    const directory = folder(plain);
    const key = randomKey(5);
    const [trainKey, testKey] = splitKey(key, 2);
    const raw = await loadMnist({ directory });
    const perEpoch = await loadMnist({ directory, binarization: "perEpoch", key });
    const once = await loadMnist({ directory, binarization: "once", key });
    const again = randomKey(77);
    expect(perEpoch.train.pixels([4], again)).toEqual(binarized(raw.train, "perEpoch").pixels([4], again));
    expect(perEpoch.test.pixels([4], again)).toEqual(binarized(raw.test, "once", testKey).pixels([4]));
    expect(once.train.pixels([4], again)).toEqual(binarized(raw.train, "once", trainKey).pixels([4]));
    expect(once.test.images).toEqual(perEpoch.test.images);
  });

  it("serves the example shape asked for, and leaks nothing", async () => {
    await expectNoLeakAsync(async () => {
      const { train } = await loadMnist({ directory: folder(plain), exampleShape: [28, 28, 1] });
      const batch = train.gather([0]);
      expect(batch.shape).toEqual([1, 28, 28, 1]);
      return batch;
    });
  });

  it("tells in one line what is missing or wrong", async () => {
    const failure = async (files: Record<string, Uint8Array>): Promise<string> =>
      loadMnist({ directory: folder(files) }).then(
        () => "",
        (error: Error) => error.message,
      );
    await expect(loadMnist({ directory: join(root, "nowhere") })).rejects.toThrow(/^loadMnist: expected train-images-idx3-ubyte\.gz or .* got no such folder\. Check the folder's path\.$/);
    const { ["t10k-labels-idx1-ubyte"]: _, ...three } = plain;
    expect(await failure(three)).toMatch(/^loadMnist: expected t10k-labels-idx1-ubyte\.gz or .* got none of them there\./);
    const cut = zipped(plain);
    cut["train-images-idx3-ubyte.gz"] = (cut["train-images-idx3-ubyte.gz"] as Uint8Array).subarray(0, 200);
    expect(await failure(cut)).toMatch(/^gunzip: expected a whole gzip file of one member; got 200 bytes that are cut short, damaged or more than one member\. .* File: .*train-images-idx3-ubyte\.gz$/);
    expect(await failure({ ...plain, "train-images-idx3-ubyte": bytesOf("train-labels-idx1-ubyte") })).toMatch(/^loadMnist: expected uint8 images of rank 3; got uint8 \[30\]\. File: /);
    expect(await failure({ ...plain, "train-labels-idx1-ubyte": bytesOf("t10k-labels-idx1-ubyte") })).toMatch(/^loadMnist: expected uint8 labels \[30\]; got uint8 \[20\]\. File: /);
    expect(await failure({ ...plain, "train-images-idx3-ubyte": new TextEncoder().encode("<!DOCTYPE html>") })).toMatch(/^decodeIdx: expected a magic number such as 0x00000803; got 0x3c21444f\. This is no IDX file\. File: /);
    expect(await failure({ ...plain, "t10k-images-idx3-ubyte": encodeIdx({ shape: [20, 2, 2], data: new Uint8Array(80) }) })).toContain("of one size; got [28, 28] and [2, 2]");
    await expect(loadMnist({ directory: folder(plain), binarization: "never" as "once" })).rejects.toThrow('loadMnist: expected binarization "none", "once" or "perEpoch"; got "never".');
  });
});

describe("loadFreyFaces and loadBinarizedMnist from a folder", () => {
  it("loadFreyFaces splits at random by key, without overlap", async () => {
    const images = Uint8Array.from({ length: 10 * 6 }, (_, i) => Math.floor(i / 6));
    const directory = folder({ "frey_faces.npy": encodeNpy({ shape: [10, 3, 2], data: images }) });
    const { train, validation, test } = await loadFreyFaces({ directory, sizes: [5, 3, 2], key: randomKey(1) });
    const seen = [train, validation, test].map(({ images: own }) => [...own].filter((_, i) => i % 6 === 0));
    expect(seen.map((part) => part.length)).toEqual([5, 3, 2]);
    expect(seen.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const other = await loadFreyFaces({ directory, sizes: [5, 3, 2], key: randomKey(2) });
    expect(other.train.images).not.toEqual(train.images);
    await expect(loadFreyFaces({ directory: folder({}) })).rejects.toThrow("loadFreyFaces: expected frey_faces.npy or frey_faces.npy.gz in");
    await expect(loadFreyFaces({ directory })).rejects.toThrow("of sum at most 10; got 1565, 200, 200");
    await expect(loadFreyFaces({ directory: folder({ "frey_faces.npy": encodeNpy({ shape: [2], data: new Uint8Array(2) }) }) })).rejects.toThrow(
      "loadFreyFaces: expected uint8 images of rank 3; got uint8 [2]. File: ",
    );
  });

  it("loadBinarizedMnist unpacks bits, the highest first", async () => {
    const packed = new Uint8Array(2 * 98);
    packed[0] = 0b10100000;
    packed[195] = 1;
    const files = Object.fromEntries(
      ["train", "valid", "test"].map((part) => [`binarized_mnist_${part}.packbits.npy`, encodeNpy({ shape: [2, 98], data: packed })]),
    );
    const { train, validation, test } = await loadBinarizedMnist({ directory: folder(files) });
    for (const part of [train, validation, test]) {
      const values = part.pixels([0, 1]);
      expect([...values.keys()].filter((i) => values[i] !== 0)).toEqual([0, 2, 2 * 784 - 1]);
      expect(values[0]).toBe(1);
    }
    files["binarized_mnist_test.packbits.npy"] = encodeNpy({ shape: [2, 97], data: new Uint8Array(2 * 97) });
    await expect(loadBinarizedMnist({ directory: folder(files) })).rejects.toThrow("loadBinarizedMnist: expected uint8 [count, 98]; got uint8 [2, 97].");
  });
});

/** Counts by class. */
function perClass({ labels }: ImageDataset): number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const label of labels as Int32Array) (counts[label] as number)++;
  return counts;
}
const meanByte = ({ images }: ImageDataset): number => (images as Uint8Array).reduce((a, b) => a + b, 0) / images.length;

describe("real data", () => {
  const mnist = realData("mnist");
  it.skipIf(mnist === undefined)("MNIST: sizes, counts per class, mean pixel", async () => {
    const { train, test } = await loadMnist({ directory: mnist });
    expect([train.size, test.size, train.height, train.width]).toEqual([60_000, 10_000, 28, 28]);
    expect(perClass(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(perClass(test)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    expect(meanByte(train)).toBeCloseTo(33.318, 3);
  });

  const fashion = realData("fashion-mnist");
  it.skipIf(fashion === undefined)("Fashion-MNIST: counts per class, mean pixel", async () => {
    const { train, test } = await loadFashionMnist({ directory: fashion });
    expect(perClass(train)).toEqual(Array.from({ length: 10 }, () => 6000));
    expect(perClass(test)).toEqual(Array.from({ length: 10 }, () => 1000));
    expect(meanByte(train)).toBeCloseTo(72.94, 2);
  });

  const frey = realData("frey");
  it.skipIf(frey === undefined)("Frey Face: sizes and mean", async () => {
    const { train, validation, test } = await loadFreyFaces({ directory: frey as string });
    expect([train, validation, test].map(({ size }) => size)).toEqual([1565, 200, 200]);
    expect([train.height, train.width]).toEqual([28, 20]);
    const total = [train, validation, test].reduce((sum, part) => sum + meanByte(part) * part.size, 0) / 1965;
    expect(total).toBeCloseTo(154.461, 3);
  });

  const fixed = realData("binarized-mnist");
  it.skipIf(fixed === undefined)("binarized MNIST: fractions of ones, and the published text of the test set", async () => {
    const { train, validation, test } = await loadBinarizedMnist({ directory: fixed as string });
    expect([train, validation, test].map(({ size }) => size)).toEqual([50_000, 10_000, 10_000]);
    expect(meanByte(train) / 255).toBeCloseTo(0.130562, 6);
    expect(meanByte(validation) / 255).toBeCloseTo(0.131127, 6);
    expect(meanByte(test) / 255).toBeCloseTo(0.132512, 6);
    // Written as `binarized_mnist_test.amat`: digits apart by spaces, an image a line.
    const text = Buffer.alloc(test.images.length * 2);
    test.images.forEach((byte, i) => {
      text[2 * i] = byte === 0 ? 0x30 : 0x31;
      text[2 * i + 1] = i % 784 === 783 ? 0x0a : 0x20;
    });
    expect(createHash("sha256").update(text).digest("hex")).toBe("e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c");
  });

  it("leaves nothing beside the files it reads", () => {
    for (const name of readdirSync(root)) expect(readdirSync(join(root, name)).filter((file) => file.endsWith(".tmp"))).toEqual([]);
  });
});
