/**
 * IEEE 754 binary16 (1 sign, 5 exponent, 10 mantissa bits) to numbers. Every value is exact in float32.
 *
 *   normal: (−1)^s 2^(e − 15) (1 + m / 1024),   subnormal: (−1)^s 2^−24 m
 */
export function float16ToFloat32(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i] as number;
    const exponent = (word >> 10) & 31;
    const mantissa = word & 1023;
    let value: number;
    if (exponent === 0) value = mantissa * 2 ** -24;
    else if (exponent === 31) value = mantissa === 0 ? Infinity : NaN;
    else value = 2 ** (exponent - 15) * (1 + mantissa / 1024);
    values[i] = word >> 15 === 0 ? value : -value;
  }
  return values;
}

/** bfloat16 to float32: the upper half of the same bits. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
  return new Float32Array(words.buffer);
}
