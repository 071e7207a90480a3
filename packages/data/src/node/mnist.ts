import { join } from "node:path";
import { assembleMnist, FASHION_MNIST, MNIST, type MnistOptions, type MnistSource, type PublishedFile, type TrainTest } from "../sources/mnist.js";
import type { FetchProgress } from "../sources/fetchBytes.js";
import { cacheDirectory } from "./cacheDirectory.js";
import { download } from "./download.js";
import { readAnyOf } from "./files.js";

export interface LoadMnistOptions extends MnistOptions {
  /** Folder with the four files, `.gz` or unpacked. With it nothing is downloaded. */
  readonly directory?: string | undefined;
  /** Keeps downloads; a folder of `cacheDirectory()` unless given. */
  readonly cacheDirectory?: string | undefined;
  /** Base URLs to download from instead of the public ones. */
  readonly mirrors?: readonly string[] | undefined;
  /** Called as the download goes on. */
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  /** Ends the download. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * MNIST: 60,000 training and 10,000 test images of 28 x 28 digits with their labels.
 *
 * From `directory`, where any four files in its format will do (checked: format, element type, shapes, counts); or
 * downloaded once into a cache, where size and SHA-256 of every file are verified.
 *
 * @throws If a file is missing, damaged or of another form, or if there is neither a folder nor a network.
 */
export async function loadMnist(options: LoadMnistOptions = {}): Promise<TrainTest> {
  return load("loadMnist", MNIST, options);
}

/** Fashion-MNIST: articles of clothing in MNIST's form; see `loadMnist`. */
export async function loadFashionMnist(options: LoadMnistOptions = {}): Promise<TrainTest> {
  return load("loadFashionMnist", FASHION_MNIST, options);
}

async function load(caller: string, source: MnistSource, options: LoadMnistOptions): Promise<TrainTest> {
  const { directory, mirrors = source.mirrors, onProgress, signal } = options;
  const cache = options.cacheDirectory ?? join(cacheDirectory(), source.name);
  const read = async (file: PublishedFile): Promise<{ path: string; bytes: Uint8Array }> => {
    if (directory !== undefined) return readAnyOf(caller, directory, spellings(file.name));
    try {
      return await download(file, { cacheDirectory: cache, mirrors, onProgress, signal });
    } catch (error) {
      if (!(error as Error).message.startsWith("download: ")) throw error;
      const reason = (error as Error).message.slice("download: ".length);
      throw new Error(
        `${caller}: ${reason.slice(0, -1)}, or give the folder that holds the four files: ${caller}({ directory }).`,
        { cause: error },
      );
    }
  };
  return assembleMnist(caller, source, read, options);
}

/** `train-images-idx3-ubyte.gz`, without `.gz`, and with the dot that some unpackers put before `idx3`. */
function spellings(name: string): string[] {
  const plain = name.replace(/\.gz$/, "");
  return [name, plain, plain.replace("-idx", ".idx")];
}
