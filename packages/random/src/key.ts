/** State of a random stream: two unsigned 32-bit words. Plain data; use a key once. */
export interface RandomKey {
  readonly high: number;
  readonly low: number;
}
