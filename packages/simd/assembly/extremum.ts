import { select } from "./exponential";

/*
 * The index of the first largest or smallest number. As in tfjs, one beats another only if it compares larger, so NaN
 * wins nothing, and nothing beats a NaN that comes first.
 */

// @ts-ignore: decorator
@inline
function better(largest: bool, a: v128, b: v128): v128 {
  return largest ? f32x4.gt(a, b) : f32x4.lt(a, b);
}

// @ts-ignore: decorator
@inline
function isBetter(largest: bool, a: f32, b: f32): bool {
  return largest ? a > b : a < b;
}

/** Arguments: x, out, outer, reduced, inner, units per block: rows, or with inner > 1 groups of four columns. */
// @ts-ignore: decorator
@inline
function extremum(largest: bool, args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const outer = load<i32>(args, 8), reduced = load<i32>(args, 12), inner = load<i32>(args, 16), perBlock = load<i32>(args, 20);
  const groups = (inner + 3) >> 2;
  const last = min((block + 1) * perBlock, outer * groups);
  for (let unit = block * perBlock; unit < last; unit++) {
    const index = unit / groups, column = (unit % groups) << 2;
    const from = x + (<usize>(index * reduced * inner + column) << 2);
    const to = out + (<usize>(index * inner + column) << 2);
    if (inner == 1) store<i32>(to, inRow(largest, from, reduced));
    else if (column + 4 <= inner) v128.store(to, inColumns(largest, from, reduced, <usize>inner << 2));
    else for (let c = 0; c < inner - column; c++) store<i32>(to + (<usize>c << 2), inColumn(largest, from + (<usize>c << 2), reduced, <usize>inner << 2));
  }
}

// @ts-ignore: decorator
@inline
function inRow(largest: bool, from: usize, count: i32): i32 {
  const first = load<f32>(from);
  let best = f32x4.splat(first);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const value = v128.load(from + (<usize>i << 2));
    best = select(better(largest, value, best), value, best);
  }
  let top = f32x4.extract_lane(best, 0);
  for (let lane = 1; lane < 4; lane++) {
    const value = lane == 1 ? f32x4.extract_lane(best, 1) : lane == 2 ? f32x4.extract_lane(best, 2) : f32x4.extract_lane(best, 3);
    if (isBetter(largest, value, top)) top = value;
  }
  for (; i < count; i++) {
    const value = load<f32>(from + (<usize>i << 2));
    if (isBetter(largest, value, top)) top = value;
  }
  const found = f32x4.splat(top);
  let j = 0;
  while (j + 4 <= count && !v128.any_true(f32x4.eq(v128.load(from + (<usize>j << 2)), found))) j += 4;
  for (; j < count; j++) if (load<f32>(from + (<usize>j << 2)) == top) return j;
  return 0;
}

// @ts-ignore: decorator
@inline
function inColumns(largest: bool, from: usize, count: i32, stride: usize): v128 {
  let best = v128.load(from), index = i32x4.splat(0);
  for (let i = 1; i < count; i++) {
    from += stride;
    const value = v128.load(from);
    const wins = better(largest, value, best);
    best = select(wins, value, best);
    index = select(wins, i32x4.splat(i), index);
  }
  return index;
}

// @ts-ignore: decorator
@inline
function inColumn(largest: bool, from: usize, count: i32, stride: usize): i32 {
  let best = load<f32>(from), index = 0;
  for (let i = 1; i < count; i++) {
    from += stride;
    const value = load<f32>(from);
    if (isBetter(largest, value, best)) {
      best = value;
      index = i;
    }
  }
  return index;
}

export function argMax(args: usize, block: i32): void { extremum(true, args, block); }
export function argMin(args: usize, block: i32): void { extremum(false, args, block); }
