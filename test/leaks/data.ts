import { gzipSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs-core";
import * as data from "@variate/data";
import { expectNoLeak } from "@variate/testing";
import { withServer } from "./files.js";
import { greys } from "./fixtures.js";
import { key, using, type Call, type Table } from "./harness.js";

const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6);
const zipped = new Uint8Array(gzipSync(bytes));
const idx = () => data.encodeIdx({ shape: [2, 3], data: bytes });
const npy = () => data.encodeNpy({ shape: [2, 3], data: bytes });

const tensors = { weight: { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) } } as const;

/** A dataset, its batches in order and shuffled, from the middle, and left early. */
const dataset = (make: () => data.IndexedDataset<tf.TensorContainer>): readonly Call[] => [
  () => void make(),
  () => make().gather([0, 2, 0]),
  () => make().gather([1], key),
  () => make().gather([]),
  () => [...make().batches({ batchSize: 8 })],
  () => [...make().batches({ batchSize: 8, key, start: 1 })],
  () => {
    for (const batch of make().batches({ batchSize: 3, key })) {
      tf.dispose(batch);
      break;
    }
  },
];

/** An image dataset with the values of its pixels on the host. */
const images = (make: () => data.ImageDataset): readonly Call[] => [
  ...dataset(make),
  () => void make().pixels([0, 1], key),
];

/** A tensor of each dtype, stored and restored. */
const stored = (store: (tensor: tf.Tensor) => data.StoredTensor | Promise<data.StoredTensor>): readonly Call[] =>
  (["float32", "int32", "bool"] as const).map(
    (dtype) => () => using(tf.tensor([0, 1], undefined, dtype), (tensor) => store(tensor)),
  );

const labelled = () => data.labelled(greys);
const text = "name\ta\tb\nx\t1\t2\n";

export const table: Table = {
  // Safetensors
  decodeSafetensors: () => data.decodeSafetensors(data.encodeSafetensors(tensors)),
  encodeSafetensors: () => data.encodeSafetensors(tensors, { name: "leaks" }),
  restoreTensor: [
    ...[data.storeTensor, data.storeTensorAsync].map(
      (store): Call =>
        async () =>
          data.restoreTensor(await using(tf.tensor([1, 2]), async (tensor) => store(tensor))),
    ),
    () => data.restoreTensor({ dtype: "I64", shape: [2], data: BigInt64Array.of(1n, 2n) }),
    () => data.restoreTensor({ dtype: "F16", shape: [2], data: Uint16Array.of(0x3c00, 0) }),
    () => data.restoreTensor({ dtype: "BOOL", shape: [2], data: Uint8Array.of(0, 1) }),
  ],
  storeTensor: stored(data.storeTensor),
  storeTensorAsync: stored(data.storeTensorAsync),

  // Array files
  decodeIdx: () => data.decodeIdx(idx()),
  encodeIdx: idx,
  readIdx: () => data.readIdx(new Uint8Array(gzipSync(idx()))),
  decodeNpy: () => data.decodeNpy(npy()),
  encodeNpy: npy,
  readNpy: () => data.readNpy(new Uint8Array(gzipSync(npy()))),
  gunzip: () => data.gunzip(zipped),
  isGzip: () => data.isGzip(zipped),
  unpackBits: () => data.unpackBits(bytes),
  parseTable: () => data.parseTable(text),

  // Datasets
  indexedDataset: dataset(() =>
    data.indexedDataset({ size: 20, gather: (indices) => tf.tensor1d(Array.from(indices, Number)) }),
  ),
  arrayDataset: [
    ...dataset(() => data.arrayDataset({ shape: [3, 2], data: bytes })),
    ...dataset(() =>
      data.arrayDataset({
        x: { shape: [3, 2], data: Float32Array.from(bytes) },
        y: { shape: [3], data: Int32Array.of(0, 1, 2) },
      }),
    ),
  ],
  imageDataset: images(() => data.imageDataset({ images: new Uint8Array(48).fill(9), height: 4, width: 4 })),
  labelled: dataset(labelled),
  withExampleShape: images(() => data.withExampleShape(greys, [4, 4, 1])),
  pixelsToFloat: () => data.pixelsToFloat(bytes),

  // Random and rescaled pixels
  binarized: [...images(() => data.binarized(greys, "perEpoch")), ...images(() => data.binarized(greys, "once", key))],
  dequantized: images(() => data.dequantized(greys, key)),
  denormalize: () => data.denormalize(Float32Array.of(0, 1), { mean: 0.5, standardDeviation: 2 }),
  normalized: images(() => data.normalized(greys, data.pixelStatistics(greys))),
  pixelStatistics: [() => data.pixelStatistics(greys), () => data.pixelStatistics(greys, { perPixel: true })],

  // Parts and combinations
  slice: images(() => data.slice(greys, 2, 9)),
  split: [
    ...images(() => data.split(greys, [15, 5], key)[0] as data.ImageDataset),
    ...dataset(() => data.split(labelled(), [15, 5])[0] as data.IndexedDataset<never>),
  ],
  subset: images(() => data.subset(greys, [3, 1, 4])),
  take: images(() => data.take(greys, 10)),
  trainTestSplit: images(() => data.trainTestSplit(greys, { test: 5, key }).train),
  concat: [
    ...dataset(() => data.concat(greys, greys)),
    ...dataset(() => data.concat(labelled(), labelled())),
    () => data.concat(greys, greys).gather([0, 25, 1]),
    () => data.concat(labelled(), labelled()).gather([25, 0], key),
  ],
  map: [
    ...dataset(() => data.map(greys, (batch) => tf.sub(tf.mul(batch, 2), 1))),
    // What the function hands through stays, the rest is freed.
    ...dataset(() => data.map(labelled(), ({ image }) => ({ image, mean: tf.mean(tf.square(image), -1) }))),
  ],

  // Published files
  fetchBytes: () =>
    withServer(bytes, (base) => data.fetchBytes(base, { bytes: bytes.length, onProgress: () => undefined })),
  sha256Of: () => data.sha256Of(bytes),

  // Generated datasets
  glyphs: images(() => data.glyphs({ key, size: 10, imageSize: 8 })),
  sprites: [
    ...dataset(() => data.sprites({ imageSize: 8, levels: { x: 2, y: 2 } })),
    ...images(() => data.sprites({ imageSize: 8 }).render([0, 7, 900])),
    () => {
      const all = data.sprites({ imageSize: 8 });
      expectNoLeak(() => all.factorsOf(9), "factorsOf");
      expectNoLeak(() => all.indexOf([0, 0, 0, 0, 0]), "indexOf");
      expectNoLeak(() => all.pixels([0, 1]), "pixels");
    },
  ],
};
