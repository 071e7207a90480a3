/**
 * Bits as bytes of 0 and 1, the most significant bit of each byte first, as `numpy.unpackbits` gives them:
 * bit i of a row is (row[i >> 3] >> (7 − (i & 7))) & 1.
 */
export function unpackBits(packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(packed.length * 8);
  for (let i = 0; i < bits.length; i++) bits[i] = ((packed[i >> 3] as number) >> (7 - (i & 7))) & 1;
  return bits;
}
