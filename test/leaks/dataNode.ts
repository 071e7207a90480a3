import { createHash } from "node:crypto";
import { join } from "node:path";
import { encodeIdx, encodeNpy, encodeSafetensors, type ImageDataset } from "@variate/data";
import * as node from "@variate/data/node";
import { binarizedFiles, freyFiles, mnistFiles, withFolder, withServer } from "./files.js";
import { key, type Call, type Table } from "./harness.js";

const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6);

/** Loads one file. */
const loaded =
  (content: Uint8Array | string, load: (path: string) => Promise<unknown>): Call =>
  () =>
    withFolder({ file: content }, (folder) => load(join(folder, "file")));

/** Loads the parts of a dataset: nothing on the device until a batch is asked for. */
const parts = (
  files: Readonly<Record<string, Uint8Array>>,
  load: (directory: string) => Promise<object>,
): readonly Call[] => [
  () => withFolder(files, async (directory) => void (await load(directory))),
  () =>
    withFolder(files, async (directory) =>
      (Object.values(await load(directory)) as ImageDataset[]).map((part) => [...part.batches({ batchSize: 2, key })]),
    ),
];

const published = { name: "file", bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };

export const table: Table = {
  loadMnist: [
    ...parts(mnistFiles, (directory) => node.loadMnist({ directory, binarization: "perEpoch", key })),
    ...parts(mnistFiles, (directory) => node.loadMnist({ directory, binarization: "once", exampleShape: [28, 28, 1] })),
  ],
  loadFashionMnist: parts(mnistFiles, (directory) => node.loadFashionMnist({ directory })),
  loadFreyFaces: parts(freyFiles, (directory) => node.loadFreyFaces({ directory, sizes: [3, 2, 1], key })),
  loadBinarizedMnist: parts(binarizedFiles, (directory) => node.loadBinarizedMnist({ directory })),
  loadIdx: loaded(encodeIdx({ shape: [2, 3], data: bytes }), node.loadIdx),
  loadNpy: loaded(encodeNpy({ shape: [2, 3], data: bytes }), node.loadNpy),
  loadSafetensors: loaded(encodeSafetensors({ a: { dtype: "U8", shape: [6], data: bytes } }), node.loadSafetensors),
  loadTable: loaded("name\ta\nx\t1\n", node.loadTable),
  writeFileAtomic: () => withFolder({}, (folder) => node.writeFileAtomic(join(folder, "file"), bytes)),
  cacheDirectory: () => node.cacheDirectory(),
  // From a server, then from the cache.
  download: () =>
    withServer(bytes, (base) =>
      withFolder({}, async (cacheDirectory) => [
        await node.download(published, { cacheDirectory, mirrors: [base] }),
        await node.download(published, { cacheDirectory, mirrors: [] }),
      ]),
    ),
};
