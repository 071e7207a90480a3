const INTENSITY = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * uint8 pixels as intensities: float32 nearest to byte / 255, so 0 is 0 and 255 is 1.
 *
 * Every conversion of stored pixels in this project happens here.
 *
 * @param into - Receives the intensities from element `at` on; as long as `bytes` unless given.
 */
export function pixelsToFloat(bytes: Uint8Array, into: Float32Array = new Float32Array(bytes.length), at = 0): Float32Array {
  for (let i = 0; i < bytes.length; i++) into[at + i] = INTENSITY[bytes[i] as number] as number;
  return into;
}
