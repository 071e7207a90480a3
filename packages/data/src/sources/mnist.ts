import { formatShape, type Shape } from "@variate/math";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import { binarized, type Binarization } from "../datasets/binarized.js";
import { imageDataset, type ImageDataset } from "../datasets/imageDataset.js";
import { readIdx } from "../formats/idx.js";
import { inFile } from "./inFile.js";

/** A file of fixed content that is published on the network. */
export interface PublishedFile {
  readonly name: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A dataset of four IDX files, as MNIST is published. */
export interface MnistSource {
  readonly name: string;
  readonly trainImages: PublishedFile;
  readonly trainLabels: PublishedFile;
  readonly testImages: PublishedFile;
  readonly testLabels: PublishedFile;
  /** Base URLs, each ending in a slash, tried in this order. */
  readonly mirrors: readonly string[];
}

/** Handwritten digits, LeCun, Cortes and Burges (1998): 60,000 + 10,000 images of 28 x 28. */
export const MNIST: MnistSource = {
  name: "mnist",
  trainImages: {
    name: "train-images-idx3-ubyte.gz",
    bytes: 9912422,
    sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte.gz",
    bytes: 28881,
    sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
  },
  testImages: {
    name: "t10k-images-idx3-ubyte.gz",
    bytes: 1648877,
    sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte.gz",
    bytes: 4542,
    sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
  },
  mirrors: [
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
  ],
};

/** Articles of clothing, Xiao, Rasul and Vollgraf (2017), in the form of MNIST. */
export const FASHION_MNIST: MnistSource = {
  name: "fashion-mnist",
  trainImages: {
    name: "train-images-idx3-ubyte.gz",
    bytes: 26421880,
    sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte.gz",
    bytes: 29515,
    sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
  },
  testImages: {
    name: "t10k-images-idx3-ubyte.gz",
    bytes: 4422102,
    sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte.gz",
    bytes: 5148,
    sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
  },
  mirrors: [
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  ],
};

export interface MnistOptions {
  /**
   * `"none"` (the default) serves intensities; `"once"` draws 0 and 1 from them once; `"perEpoch"` draws the training
   * images anew in each epoch and the test images once.
   */
  readonly binarization?: Binarization | "none" | undefined;
  /** For binarization: `[train, test] = splitKey(key, 2)`. `randomKey(0)` unless given. */
  readonly key?: RandomKey | undefined;
  /** `[784]` unless given; `[28, 28, 1]` suits convolutions. */
  readonly exampleShape?: Shape | undefined;
}

export interface TrainTest {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}

/** The datasets of four IDX files, wherever `read` has them from. */
export async function assembleMnist(
  caller: string,
  source: MnistSource,
  read: (file: PublishedFile) => Promise<{ readonly path: string; readonly bytes: Uint8Array }>,
  options: MnistOptions,
): Promise<TrainTest> {
  const { binarization = "none", key = randomKey(0) } = options;
  if (!["none", "once", "perEpoch"].includes(binarization)) {
    throw new Error(`${caller}: expected binarization "none", "once" or "perEpoch"; got ${JSON.stringify(binarization)}.`);
  }
  const [trainKey, testKey] = splitKey(key, 2);
  const train = await readPair(caller, read, source.trainImages, source.trainLabels, options);
  const test = await readPair(caller, read, source.testImages, source.testLabels, options);
  if (train.height !== test.height || train.width !== test.width) {
    const sizes = [train, test].map(({ height, width }) => formatShape([height, width]));
    throw new Error(`${caller}: expected training and test images of one size; got ${sizes.join(" and ")}.`);
  }
  if (binarization === "none") return { train, test };
  return { train: binarized(train, binarization, trainKey), test: binarized(test, "once", testKey) };
}

async function readPair(
  caller: string,
  read: (file: PublishedFile) => Promise<{ readonly path: string; readonly bytes: Uint8Array }>,
  imagesFile: PublishedFile,
  labelsFile: PublishedFile,
  { exampleShape }: MnistOptions,
): Promise<ImageDataset> {
  const [imagesAt, labelsAt] = [await read(imagesFile), await read(labelsFile)];
  const images = await inFile(imagesAt.path, readIdx(imagesAt.bytes));
  const labels = await inFile(labelsAt.path, readIdx(labelsAt.bytes));
  const [count, height, width] = images.shape;
  if (images.dtype !== "uint8" || images.shape.length !== 3 || height === undefined || width === undefined) {
    throw new Error(`${caller}: expected uint8 images of rank 3; got ${images.dtype} ${formatShape(images.shape)}. File: ${imagesAt.path}`);
  }
  if (labels.dtype !== "uint8" || labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new Error(`${caller}: expected uint8 labels [${count}]; got ${labels.dtype} ${formatShape(labels.shape)}. File: ${labelsAt.path}`);
  }
  return imageDataset({ images: images.data, height, width, labels: labels.data, exampleShape });
}
