import type { StoredTensor } from "@variate/data";

/**
 * A 32-bit sum over a text and tensors with their names, dtypes and shapes: FNV-1a with words in place of bytes.
 *
 * Each word enters by a permutation of the sums, so one damaged word always shows, and more than one all but once in
 * 2³² times. It guards against accidents, not forgery.
 */
export function checksum(text: string, tensors: Readonly<Record<string, StoredTensor>>): string {
  let sum = addText(0x811c9dc5, text);
  for (const name of Object.keys(tensors).sort()) {
    const { dtype, shape, data } = tensors[name] as StoredTensor;
    sum = addText(sum, JSON.stringify([name, dtype, shape]));
    sum = addBytes(sum, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return (sum >>> 0).toString(16).padStart(8, "0");
}

const PRIME = 0x01000193;

function addText(sum: number, text: string): number {
  let next = sum;
  for (let i = 0; i < text.length; i++) next = Math.imul(next ^ text.charCodeAt(i), PRIME);
  return next;
}

function addBytes(sum: number, bytes: Uint8Array): number {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
  let next = sum;
  for (let i = 0; i < words.length; i++) next = Math.imul(next ^ (words[i] as number), PRIME);
  for (let i = words.length * 4; i < aligned.length; i++) next = Math.imul(next ^ (aligned[i] as number), PRIME);
  return next;
}
