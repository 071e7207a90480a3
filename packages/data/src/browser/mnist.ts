import { assembleMnist, FASHION_MNIST, MNIST, type MnistOptions, type MnistSource, type PublishedFile, type TrainTest } from "../sources/mnist.js";
import type { FetchProgress } from "../sources/fetchBytes.js";
import { readBytes } from "./readBytes.js";

export interface LoadMnistOptions extends MnistOptions {
  /**
   * Where the four files are: the base URL of a folder on a server, or the files themselves, as an
   * `<input type="file" multiple>` gives them. Public mirrors may not let pages of other sites read them.
   */
  readonly from: string | URL | Iterable<File>;
  /** Name of the cache that keeps downloads; `"variate-data"` unless given, `false` for none. */
  readonly cache?: string | false | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * MNIST in a page. From a server, size and SHA-256 of every file are verified; files of the user's may be any four in
 * its format, `.gz` or unpacked.
 *
 * @throws If a file is missing, damaged or of another form, or the server cannot be reached.
 */
export async function loadMnist(options: LoadMnistOptions): Promise<TrainTest> {
  return load("loadMnist", MNIST, options);
}

/** Fashion-MNIST in a page; see `loadMnist`. */
export async function loadFashionMnist(options: LoadMnistOptions): Promise<TrainTest> {
  return load("loadFashionMnist", FASHION_MNIST, options);
}

async function load(caller: string, source: MnistSource, options: LoadMnistOptions): Promise<TrainTest> {
  const { from, cache = "variate-data", onProgress, signal } = options;
  const read =
    typeof from === "string" || from instanceof URL
      ? async (file: PublishedFile) => {
          const path = new URL(file.name, asFolder(from)).href;
          return { path, bytes: await readBytes(path, { ...file, file: file.name, cache: cache === false ? undefined : cache, onProgress, signal }) };
        }
      : chosenFiles(caller, [...from]);
  return assembleMnist(caller, source, read, options);
}

/** An absolute URL that ends in a slash; relative ones count from the page. */
function asFolder(base: string | URL): URL {
  const url = new URL(base, (globalThis as { location?: Location }).location?.href);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

function chosenFiles(caller: string, files: readonly File[]): (file: PublishedFile) => Promise<{ path: string; bytes: Uint8Array }> {
  return async ({ name }) => {
    const stem = name.replace(/\.gz$/, "").replace("-idx", ".idx");
    const found = files.find((file) => file.name.replace(/\.gz$/, "").replace("-idx", ".idx") === stem);
    if (found === undefined) {
      const got = files.map((file) => file.name).join(", ") || "none";
      throw new Error(`${caller}: expected ${name} among the files; got ${got}. Choose all four files.`);
    }
    return { path: found.name, bytes: await readBytes(found) };
  };
}
