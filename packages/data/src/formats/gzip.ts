export interface GunzipOptions {
  /**
   * The size that the content declares for itself, given its first bytes; undefined while they are too few to tell.
   * It may throw to refuse the content.
   */
  readonly declaredSize?: (head: Uint8Array) => number | undefined;
  /** Largest size accepted when none is declared, in bytes: 1 GiB unless told. */
  readonly limit?: number;
}

/** Headers that declare a size are shorter than this; later bytes are not searched for one. */
const LONGEST_HEAD = 2 ** 17;

/** Whether the bytes begin as a gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a gzip file, by the platform's `DecompressionStream`.
 *
 * Inflating stops, and memory with it, as soon as the content grows past its declared size or the limit: a small file
 * can hold a thousand times its length.
 *
 * The file has one member, as gzip and every published data set write it: browsers and Node from 24 on refuse what
 * follows the first, and so does this function everywhere.
 *
 * @throws If the file is cut short or damaged (its checksum is verified), has bytes after its first member, or the
 *   content grows past its bound.
 *
 * Reference: RFC 1952.
 */
export async function gunzip(bytes: Uint8Array, options: GunzipOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { declaredSize = () => undefined, limit = 2 ** 30 } = options;
  const source = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = source.pipeThrough(new DecompressionStream("gzip")).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let declared: number | undefined;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw notWhole(bytes, cause);
      });
      if (done) {
        // Node up to 22 joins members and passes over zeros at the end; the last four bytes then tell another length.
        if (length >>> 0 !== sizeInTrailer(bytes)) throw notWhole(bytes);
        return concatenate(chunks, length);
      }
      const before = length;
      chunks.push(value);
      length += value.length;
      if (declared === undefined && before < LONGEST_HEAD) declared = declaredSize(concatenate(chunks, length));
      if (length > (declared ?? limit)) {
        const bound = declared === undefined ? "the limit" : "the size its header declares";
        throw new Error(`gunzip: expected at most ${declared ?? limit} bytes, ${bound}; got more. The file is damaged or hostile.`);
      }
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

/** What a file of one member says of the length of its content, modulo 2³². */
function sizeInTrailer(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
}

/** Platforms tell the cases apart by no common sign, so one message names them all. */
function notWhole(bytes: Uint8Array, cause?: unknown): Error {
  const got = `${bytes.length} bytes that are cut short, damaged or more than one member`;
  return new Error(`gunzip: expected a whole gzip file of one member; got ${got}. Fetch it again, or unpack it with gzip -d.`, { cause });
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
