import { gzipSync } from "node:zlib";
import { randomKey } from "@variate/random";
import { encodeIdx, glyphs } from "../../src/index.js";

/** Four small files in MNIST's format, made of glyphs: 30 for training, 20 for testing. */
export function mnistFiles(): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const [prefix, size] of [["train", 30], ["t10k", 20]] as const) {
    const { images, labels } = glyphs({ key: randomKey(size), size });
    files[`${prefix}-images-idx3-ubyte`] = encodeIdx({ shape: [size, 28, 28], data: images as Uint8Array });
    files[`${prefix}-labels-idx1-ubyte`] = encodeIdx({ shape: [size], data: Uint8Array.from(labels as Int32Array) });
  }
  return files;
}

export function zipped(files: Record<string, Uint8Array>): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.gz`, new Uint8Array(gzipSync(bytes))]));
}
