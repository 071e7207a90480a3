import { checkedKey, type RandomKey } from "./key.js";
import { encipher } from "./threefry.js";

/**
 * The random words of one draw: the blocks of its own key, in turn.
 *
 * Draw i has block i of the caller's key for a key, so it depends on nothing but the key, i and its own parameters,
 * however many blocks the draws before it took.
 */
export interface DrawStream {
  high: number;
  low: number;
  /** Counter of the next block. */
  next: number;
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/** The stream of a draw whose key has the given words. */
export function drawStream(high: number, low: number): DrawStream {
  return { high, low, next: 0, first: new Uint32Array(1), second: new Uint32Array(1) };
}

/** `size` draws, each with a stream of its own. */
export function drawEach(
  caller: string,
  key: RandomKey,
  size: number,
  draw: (stream: DrawStream, i: number) => number,
): Float64Array {
  const { high, low } = checkedKey(caller, key);
  const highs = new Uint32Array(size);
  const lows = new Uint32Array(size);
  encipher(high, low, 0, highs, lows);
  const draws = new Float64Array(size);
  // One object for all draws: making one each would cost more than the draw.
  const stream = drawStream(0, 0);
  for (let i = 0; i < size; i++) {
    startStream(stream, highs[i] as number, lows[i] as number);
    draws[i] = draw(stream, i);
  }
  return draws;
}

/** Puts `stream` at block 0 of the key with the given words. */
export function startStream(stream: DrawStream, high: number, low: number): void {
  stream.high = high;
  stream.low = low;
  stream.next = 0;
}

/** Puts the two words of the next block into `first` and `second`. */
export function nextBlock(stream: DrawStream): void {
  encipher(stream.high, stream.low, stream.next, stream.first, stream.second);
  stream.next += 1;
}

/** A uniform on (0, 1) from the next block: an odd multiple of 2⁻⁵³, made of the 52 bits high · 2²⁰ + (low >> 12). */
export function nextUniform(stream: DrawStream): number {
  nextBlock(stream);
  return ((stream.first[0] as number) * 2 ** 20 + ((stream.second[0] as number) >>> 12) + 0.5) * 2 ** -52;
}
