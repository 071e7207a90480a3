/** How far the transfer of one file has come. */
export interface FetchProgress {
  /** The file's name, or its URL where it has none. */
  readonly file: string;
  readonly url: string;
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all, where known. */
  readonly total: number | undefined;
}

export interface FetchOptions {
  /** Lower-case hexadecimal; what arrives is refused if its SHA-256 is another. */
  readonly sha256?: string | undefined;
  /** The size known beforehand: more is refused as soon as it arrives. 1 GiB unless given. */
  readonly bytes?: number | undefined;
  /** Named in progress reports. */
  readonly file?: string | undefined;
  readonly onProgress?: ((progress: FetchProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The content at a URL, with its size bounded and its checksum verified.
 *
 * @throws If the server cannot be reached or answers with an error, or the content is too long or another.
 */
export async function fetchBytes(url: string, options: FetchOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { sha256, onProgress, signal = null, file = url } = options;
  const response = await fetch(url, { signal }).catch((error: Error & { cause?: { code?: string; message?: string } }) => {
    if (signal?.aborted === true) throw error;
    throw new Error(`fetchBytes: expected an answer from ${url}; got ${error.cause?.code ?? error.cause?.message ?? error.message}.`, { cause: error });
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`fetchBytes: expected the content of ${url}; got status ${response.status}.`);
  }
  const limit = options.bytes ?? 2 ** 30;
  const total = options.bytes ?? (Number(response.headers.get("content-length")) || undefined);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: Error) => {
      if (signal?.aborted === true) throw cause;
      throw new Error(`fetchBytes: expected all of ${url}; got ${received} bytes before the connection broke.`, { cause });
    });
    if (done) break;
    chunks.push(value);
    received += value.length;
    if (received > limit) {
      await reader.cancel();
      throw new Error(`fetchBytes: expected at most ${limit} bytes from ${url}; got more than that.`);
    }
    onProgress?.({ file, url, received, total });
  }
  const content = new Uint8Array(await new Blob(chunks).arrayBuffer());
  if (options.bytes !== undefined && received !== options.bytes) {
    throw new Error(`fetchBytes: expected ${options.bytes} bytes from ${url}; got ${received} bytes.`);
  }
  if (sha256 !== undefined) {
    const found = await sha256Of(content);
    if (found !== sha256) throw new Error(`fetchBytes: expected sha256 ${sha256} from ${url}; got sha256 ${found}.`);
  }
  return content;
}

/**
 * SHA-256 in lower-case hexadecimal, by the platform's Web Cryptography.
 *
 * @throws Where that is missing: a page that was not loaded over https or from localhost.
 */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  if (subtle === undefined) {
    throw new Error("sha256Of: expected a secure context; got a page without Web Cryptography. Serve it over https or from localhost.");
  }
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
