import { describe, expectation } from "../expect.js";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** `data:image/png;base64,…`, for an `<img>` that needs no file. */
export function pngDataUri(png: Uint8Array): string {
  pngSize("pngDataUri", png);
  return `data:image/png;base64,${encodeBase64(png)}`;
}

/** Width and height in pixels, read from a PNG's header. */
export function pngSize(caller: string, png: Uint8Array): { width: number; height: number } {
  const isPng = png instanceof Uint8Array && png.length >= 33 && SIGNATURE.every((byte, i) => png[i] === byte);
  if (!isPng) throw expectation(caller, "the bytes of a PNG", describe(png));
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: header.getUint32(16), height: header.getUint32(20) };
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  // In pieces, since a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x2000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x2000));
  }
  return btoa(binary);
}
