const SUM = 0, MAX = 1, MIN = 2;

/** Elements whose sum is carried in float32, in sixteen parts; sums of such parts are carried in float64. */
const RUN: i32 = 1024;

// @ts-ignore: decorator
@inline
function combine(operation: i32, a: v128, b: v128): v128 {
  if (operation == MAX) return f32x4.max(a, b);
  if (operation == MIN) return f32x4.min(a, b);
  return f32x4.add(a, b);
}

// @ts-ignore: decorator
@inline
function combineOne(operation: i32, a: f32, b: f32): f32 {
  if (operation == MAX) return max(a, b);
  if (operation == MIN) return min(a, b);
  return a + b;
}

// @ts-ignore: decorator
@inline
function neutral(operation: i32): f32 {
  return operation == MAX ? -Infinity : operation == MIN ? Infinity : <f32>0;
}

/** Numbers that lie side by side. */
// @ts-ignore: decorator
@inline
function reduceRow(operation: i32, from: usize, count: i32): f64 {
  let total: f64 = neutral(operation);
  while (count > 0) {
    const part = min(count, RUN);
    let a = f32x4.splat(neutral(operation)), b = a, c = a, d = a;
    let i = 0;
    for (; i + 16 <= part; i += 16) {
      a = combine(operation, a, v128.load(from));
      b = combine(operation, b, v128.load(from, 16));
      c = combine(operation, c, v128.load(from, 32));
      d = combine(operation, d, v128.load(from, 48));
      from += 64;
    }
    a = combine(operation, combine(operation, a, b), combine(operation, c, d));
    if (operation == SUM) {
      total += <f64>f32x4.extract_lane(a, 0) + <f64>f32x4.extract_lane(a, 1) + (<f64>f32x4.extract_lane(a, 2) + <f64>f32x4.extract_lane(a, 3));
    } else {
      const low = combineOne(operation, f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
      const high = combineOne(operation, f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3));
      total = combineOne(operation, <f32>total, combineOne(operation, low, high));
    }
    for (; i < part; i++) {
      if (operation == SUM) total += <f64>load<f32>(from);
      else total = combineOne(operation, <f32>total, load<f32>(from));
      from += 4;
    }
    count -= part;
  }
  return total;
}

/**
 * Arguments: x, out, outer, reduced, inner, rows or column groups per block, what sums are divided by: in
 * float64, so that the mean of equal whole numbers is that number.
 *
 * x is seen as outer by reduced by inner. With inner 1 a block takes some rows; else it takes some of the vectors of four
 * results that lie side by side, over all of outer.
 */
// @ts-ignore: decorator
@inline
function reduce(operation: i32, args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const outer = load<i32>(args, 8), reduced = load<i32>(args, 12), inner = load<i32>(args, 16), perBlock = load<i32>(args, 20);
  const divisor = <f64>load<i32>(args, 24);
  if (inner == 1) {
    const last = min((block + 1) * perBlock, outer);
    for (let row = block * perBlock; row < last; row++) {
      const value = reduceRow(operation, x + (<usize>(row * reduced) << 2), reduced);
      store<f32>(out + (<usize>row << 2), <f32>(value / divisor));
    }
    return;
  }
  const groups = (inner + 3) >> 2;
  const last = min((block + 1) * perBlock, outer * groups);
  for (let group = block * perBlock; group < last; group++) {
    const index = group / groups, column = (group % groups) << 2;
    const from = x + (<usize>(index * reduced * inner + column) << 2);
    const to = out + (<usize>(index * inner + column) << 2);
    if (column + 4 <= inner) v128.store(to, reduceColumns(operation, from, reduced, inner, divisor));
    else for (let c = 0; c < inner - column; c++) store<f32>(to + (<usize>c << 2), reduceColumn(operation, from + (<usize>c << 2), reduced, inner, divisor));
  }
}

// @ts-ignore: decorator
@inline
function reduceColumns(operation: i32, from: usize, count: i32, inner: i32, divisor: f64): v128 {
  const stride = <usize>inner << 2;
  if (operation != SUM) {
    let best = v128.load(from);
    for (let i = 1; i < count; i++) {
      from += stride;
      best = combine(operation, best, v128.load(from));
    }
    return best;
  }
  let low = f64x2.splat(0), high = low;
  let left = count;
  while (left > 0) {
    // 32 terms in float32, then float64: as exact as a row.
    const part = min(left, 32);
    let sum = f32x4.splat(0);
    for (let i = 0; i < part; i++) {
      sum = f32x4.add(sum, v128.load(from));
      from += stride;
    }
    low = f64x2.add(low, f64x2.promote_low_f32x4(sum));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<i64>(sum, sum, 1, 1)));
    left -= part;
  }
  const scale = f64x2.splat(divisor);
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(f64x2.div(low, scale)), f32x4.demote_f64x2_zero(f64x2.div(high, scale)), 0, 2);
}

// @ts-ignore: decorator
@inline
function reduceColumn(operation: i32, from: usize, count: i32, inner: i32, divisor: f64): f32 {
  const stride = <usize>inner << 2;
  if (operation != SUM) {
    let best = load<f32>(from);
    for (let i = 1; i < count; i++) {
      from += stride;
      best = combineOne(operation, best, load<f32>(from));
    }
    return best;
  }
  let total: f64 = 0;
  let left = count;
  while (left > 0) {
    const part = min(left, 32);
    let sum: f32 = 0;
    for (let i = 0; i < part; i++) {
      sum += load<f32>(from);
      from += stride;
    }
    total += sum;
    left -= part;
  }
  return <f32>(total / divisor);
}

export function reduceSum(args: usize, block: i32): void { reduce(SUM, args, block); }
export function reduceMax(args: usize, block: i32): void { reduce(MAX, args, block); }
export function reduceMin(args: usize, block: i32): void { reduce(MIN, args, block); }
