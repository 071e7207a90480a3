import { fetchBytes, sha256Of, type FetchOptions } from "../sources/fetchBytes.js";

/** Where bytes can come from in a page: a URL, a file the user chose or dropped, or memory. */
export type ByteSource = string | URL | Blob | ArrayBuffer | Uint8Array;

export interface ReadBytesOptions extends FetchOptions {
  /** Name of a cache that keeps what URLs give, by the page's Cache API; nothing is kept without it. */
  readonly cache?: string | undefined;
}

/**
 * The bytes of a source. A URL's content has its size bounded and, if a checksum is given, verified; it is kept in the
 * named cache, from where it comes the next time without the network.
 *
 * Where the Cache API is missing or refuses, as in a private window or on a page loaded over http, nothing is kept.
 *
 * @throws If the server cannot be reached or answers with an error, or the content is too long or another.
 */
export async function readBytes(source: ByteSource, options: ReadBytesOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Uint8Array) return source as Uint8Array<ArrayBuffer>;

  const url = String(source);
  const { cache: cacheName, sha256 } = options;
  const cache = cacheName === undefined ? undefined : await globalThis.caches?.open(cacheName).catch(() => undefined);
  const kept = await cache?.match(url).catch(() => undefined);
  if (kept !== undefined) {
    const bytes = new Uint8Array(await kept.arrayBuffer());
    if (sha256 === undefined || (await sha256Of(bytes)) === sha256) return bytes;
  }
  const bytes = await fetchBytes(url, options);
  await cache?.put(url, new Response(bytes)).catch(() => undefined);
  return bytes;
}
