import { exponential } from "./exponential";

/** Exponentials whose sum is carried in float32, in four parts; sums of such runs are carried in float64. */
const RUN: i32 = 1024;

/** `e^(x - max) / sum of e^(x - max)` along rows. Arguments: x, out, rows, row length, rows per block. */
export function softmax(args: usize, block: i32): void {
  const length = load<i32>(args, 12), perBlock = load<i32>(args, 16);
  const last = min((block + 1) * perBlock, load<i32>(args, 8));
  const bytes = <usize>length << 2;
  for (let row = block * perBlock; row < last; row++) {
    softmaxRow(load<usize>(args) + <usize>row * bytes, load<usize>(args, 4) + <usize>row * bytes, length);
  }
}

function softmaxRow(x: usize, out: usize, length: i32): void {
  const top = largest(x, length);
  const shift = f32x4.splat(top);
  const whole = length & ~3;
  let total: f64 = 0;
  for (let start = 0; start < whole; start += RUN) {
    const end = min(start + RUN, whole);
    let sum = f32x4.splat(0);
    let i = start;
    // Two at a time: while one waits for its arithmetic the other goes on.
    for (; i + 8 <= end; i += 8) {
      const at = <usize>i << 2;
      const d = exponential(f32x4.sub(v128.load(x + at), shift)), e = exponential(f32x4.sub(v128.load(x + at, 16), shift));
      v128.store(out + at, d);
      v128.store(out + at, e, 16);
      sum = f32x4.add(sum, f32x4.add(d, e));
    }
    if (i < end) {
      const e = exponential(f32x4.sub(v128.load(x + (<usize>i << 2)), shift));
      v128.store(out + (<usize>i << 2), e);
      sum = f32x4.add(sum, e);
    }
    total += <f64>f32x4.extract_lane(sum, 0) + <f64>f32x4.extract_lane(sum, 1) + <f64>f32x4.extract_lane(sum, 2) + <f64>f32x4.extract_lane(sum, 3);
  }
  for (let i = whole; i < length; i++) {
    const e = f32x4.extract_lane(exponential(f32x4.splat(load<f32>(x + (<usize>i << 2)) - top)), 0);
    store<f32>(out + (<usize>i << 2), e);
    total += e;
  }
  const sum = <f32>total;
  const divisor = f32x4.splat(sum);
  for (let i = 0; i < whole; i += 4) v128.store(out + (<usize>i << 2), f32x4.div(v128.load(out + (<usize>i << 2)), divisor));
  for (let i = whole; i < length; i++) store<f32>(out + (<usize>i << 2), load<f32>(out + (<usize>i << 2)) / sum);
}

function largest(x: usize, length: i32): f32 {
  let best = f32x4.splat(-Infinity), other = best;
  let i = 0;
  for (; i + 8 <= length; i += 8) {
    best = f32x4.max(best, v128.load(x + (<usize>i << 2)));
    other = f32x4.max(other, v128.load(x + (<usize>i << 2), 16));
  }
  best = f32x4.max(best, other);
  for (; i + 4 <= length; i += 4) best = f32x4.max(best, v128.load(x + (<usize>i << 2)));
  let top = max(max(f32x4.extract_lane(best, 0), f32x4.extract_lane(best, 1)), max(f32x4.extract_lane(best, 2), f32x4.extract_lane(best, 3)));
  for (; i < length; i++) top = max(top, load<f32>(x + (<usize>i << 2)));
  return top;
}
