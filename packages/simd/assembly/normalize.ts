import { multiplyAdd } from "./multiplyAdd";

/**
 * `(x - mean) · factor + offset` along rows, whose numbers each have their own three.
 *
 * Arguments: x, mean, factor, offset, out, rows, row length, rows per block.
 */
export function normalizeRows(args: usize, block: i32): void {
  const mean = load<usize>(args, 4), factor = load<usize>(args, 8), offset = load<usize>(args, 12);
  const length = load<i32>(args, 24), perBlock = load<i32>(args, 28);
  const last = min((block + 1) * perBlock, load<i32>(args, 20));
  const whole = length & ~3;
  for (let row = block * perBlock; row < last; row++) {
    const start = <usize>(row * length) << 2;
    const x = load<usize>(args) + start, out = load<usize>(args, 16) + start;
    let i = 0;
    for (; i < whole; i += 4) {
      const at = <usize>i << 2;
      v128.store(out + at, multiplyAdd(f32x4.sub(v128.load(x + at), v128.load(mean + at)), v128.load(factor + at), v128.load(offset + at)));
    }
    for (; i < length; i++) {
      const at = <usize>i << 2;
      const y = multiplyAdd(f32x4.sub(v128.load_splat<f32>(x + at), v128.load_splat<f32>(mean + at)), v128.load_splat<f32>(factor + at), v128.load_splat<f32>(offset + at));
      store<f32>(out + at, f32x4.extract_lane(y, 0));
    }
  }
}
