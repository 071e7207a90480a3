import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fetchBytes, sha256Of, type FetchProgress } from "../sources/fetchBytes.js";
import type { PublishedFile } from "../sources/mnist.js";
import { writeFileAtomic } from "./writeFileAtomic.js";

export interface DownloadOptions {
  /** Folder that keeps what was downloaded. */
  readonly cacheDirectory: string;
  /** Base URLs, tried in this order. */
  readonly mirrors: readonly string[];
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A published file: from the cache if it is there and whole, else from the first mirror that has it, after which it is
 * in the cache. Size and SHA-256 are verified either way.
 *
 * @throws If no mirror serves the file, with what happened at each; or if the cache cannot be written.
 */
export async function download(file: PublishedFile, options: DownloadOptions): Promise<{ path: string; bytes: Uint8Array }> {
  const path = join(options.cacheDirectory, file.name);
  const cached = await readFile(path).catch(() => undefined);
  if (cached !== undefined && (await sha256Of(cached)) === file.sha256) return { path, bytes: new Uint8Array(cached) };

  const failures: string[] = [];
  for (const mirror of options.mirrors) {
    const url = new URL(file.name, mirror.endsWith("/") ? mirror : `${mirror}/`).href;
    let bytes: Uint8Array;
    try {
      bytes = await fetchBytes(url, { ...file, file: file.name, onProgress: options.onProgress, signal: options.signal });
    } catch (error) {
      options.signal?.throwIfAborted();
      const { message } = error as Error;
      failures.push(`${/; got (.*)\.$/.exec(message)?.[1] ?? message} from ${url}`);
      continue;
    }
    await writeFileAtomic(path, bytes);
    return { path, bytes };
  }
  throw new Error(`download: expected ${file.name} from the network; got ${failures.join(", ") || "no server to ask"}. Connect and try again.`);
}
