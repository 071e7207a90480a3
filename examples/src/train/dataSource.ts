import { binarized, glyphs, type FetchProgress, type ImageDataset } from "@variate/data";
import { loadFashionMnist, loadFreyFaces, loadMnist } from "@variate/data/node";
import { randomKey, splitKey, type RandomKey } from "@variate/random";
import cliProgress from "cli-progress";
import { UsageError, type RunConfiguration } from "./arguments.js";

export interface TrainTestImages {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
  /** One sentence for the reader: how many images of what, and how they are served. */
  readonly description: string;
}

/**
 * The training and test images of a run. Under a Bernoulli likelihood the training pixels are redrawn from their
 * intensities in each epoch and the test images are binarized once, with a key of their own that no seed changes, so
 * that test figures of different runs are comparable.
 *
 * @throws UsageError, if the data set needs a folder and none is given; a clear error if files are missing or damaged.
 */
export async function loadImages(configuration: RunConfiguration, signal: AbortSignal): Promise<TrainTestImages> {
  const { train, test, what } = await read(configuration, signal);
  const size = `${train.size.toLocaleString("en-US")} training and ${test.size.toLocaleString("en-US")} test ${what}, ${train.height}x${train.width}`;
  if (configuration.likelihood === "normal") return { train, test, description: `${size}, as intensities` };
  return {
    train: binarized(train, "perEpoch"),
    test: binarized(test, "once", testKey),
    description: `${size}; training pixels redrawn from their intensities in each epoch, test pixels drawn once`,
  };
}

/** Fixed for all runs. */
const testKey = randomKey(1312_6114);
const GLYPHS_SEED = 0x676c_7970;

async function read(
  { data, dataDirectory: directory }: RunConfiguration,
  signal: AbortSignal,
): Promise<{ train: ImageDataset; test: ImageDataset; what: string }> {
  switch (data) {
    case "glyphs": {
      // Not the run's seed: runs with different seeds see the same images, and none shares a key with them.
      const [train, test] = splitKey(randomKey(GLYPHS_SEED), 2) as [RandomKey, RandomKey];
      return { train: glyphs({ key: train, size: 12_000 }), test: glyphs({ key: test, size: 2_000 }), what: "generated digits" };
    }
    case "mnist":
      return { ...(await withDownloadBar((onProgress) => loadMnist({ directory, onProgress, signal }))), what: "MNIST digits" };
    case "fashion-mnist":
      return { ...(await withDownloadBar((onProgress) => loadFashionMnist({ directory, onProgress, signal }))), what: "Fashion-MNIST articles" };
    case "frey": {
      if (directory === undefined) {
        throw new UsageError("--data frey: expected --data-dir with the folder that holds frey_faces.npy; got none.");
      }
      const { train, test } = await loadFreyFaces({ directory });
      return { train, test, what: "Frey faces" };
    }
  }
}

/** Shows a bar for each file as it is downloaded; nothing where nothing is. */
async function withDownloadBar<T>(load: (onProgress: (progress: FetchProgress) => void) => Promise<T>): Promise<T> {
  let bars: cliProgress.MultiBar | undefined;
  const byFile = new Map<string, cliProgress.SingleBar>();
  try {
    return await load(({ file, received, total = received }) => {
      bars ??= new cliProgress.MultiBar({
        format: "downloading {file} {bar} {percentage} %",
        stream: process.stderr,
        barCompleteChar: "━",
        barIncompleteChar: "─",
        barsize: 20,
        hideCursor: true,
      });
      const bar = byFile.get(file) ?? bars.create(total, 0, { file });
      byFile.set(file, bar);
      bar.update(received);
    });
  } catch (error) {
    // The loader speaks to programmers; whoever typed a command has a flag for it.
    const flagged = (error as Error).message.replace(/give the folder that holds the four files: .*$/, "name the folder that holds the four files with --data-dir.");
    throw new Error(flagged, { cause: error });
  } finally {
    bars?.stop();
  }
}
