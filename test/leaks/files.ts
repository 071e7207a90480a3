import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeIdx, encodeNpy } from "@variate/data";

/** Four small files in MNIST's format. */
export const mnistFiles: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = Object.fromEntries(
  (["train", "t10k"] as const).flatMap((part, i) => {
    const size = 5 - i;
    return [
      [`${part}-images-idx3-ubyte`, encodeIdx({ shape: [size, 28, 28], data: new Uint8Array(size * 784).fill(99) })],
      [`${part}-labels-idx1-ubyte`, encodeIdx({ shape: [size], data: new Uint8Array(size).fill(3) })],
    ];
  }),
);

export const freyFiles = { "frey_faces.npy": encodeNpy({ shape: [6, 4, 3], data: new Uint8Array(72).fill(50) }) };

export const binarizedFiles = Object.fromEntries(
  ["train", "valid", "test"].map((part) => [
    `binarized_mnist_${part}.packbits.npy`,
    encodeNpy({ shape: [2, 98], data: new Uint8Array(196).fill(0b1010) }),
  ]),
);

/** A folder with these files, as long as `fn` runs. */
export async function withFolder<R>(
  files: Readonly<Record<string, Uint8Array | string>>,
  fn: (folder: string) => Promise<R>,
): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), "variate-leaks-"));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return await fn(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A server that answers every request with this content, as long as `fn` runs. */
export async function withServer<R>(content: Uint8Array, fn: (base: string) => Promise<R>): Promise<R> {
  const server = createServer((_, response) => response.end(content));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await fn(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
