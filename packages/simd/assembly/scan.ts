const CUMULATIVE_SUM = 0, CUMULATIVE_PRODUCT = 1, PRODUCT = 2;

// @ts-ignore: decorator
@inline
function combine(operation: i32, a: v128, b: v128): v128 {
  return operation == CUMULATIVE_SUM ? f64x2.add(a, b) : f64x2.mul(a, b);
}

/**
 * Sums and products along an axis, carried in float64.
 *
 * Arguments: x, out, outer, scanned, inner, units per block (rows, or with inner > 1 groups of four columns), whether a
 * result leaves out its own number, whether the last comes first.
 */
// @ts-ignore: decorator
@inline
function scan(operation: i32, args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const outer = load<i32>(args, 8), scanned = load<i32>(args, 12), inner = load<i32>(args, 16), perBlock = load<i32>(args, 20);
  const exclusive = load<i32>(args, 24) != 0, reverse = load<i32>(args, 28) != 0;
  const groups = (inner + 3) >> 2;
  const last = min((block + 1) * perBlock, outer * groups);
  const stride = <usize>(reverse ? -inner : inner) << 2;
  const begin = <usize>(reverse ? (scanned - 1) * inner : 0) << 2;
  for (let unit = block * perBlock; unit < last; unit++) {
    const index = unit / groups, column = (unit % groups) << 2;
    const from = x + (<usize>(index * scanned * inner + column) << 2) + begin;
    const to = operation == PRODUCT ? out + (<usize>(index * inner + column) << 2) : out + (<usize>(index * scanned * inner + column) << 2) + begin;
    if (column + 4 <= inner) scanColumns(operation, from, to, scanned, stride, exclusive);
    else for (let c = 0; c < inner - column; c++) scanColumn(operation, from + (<usize>c << 2), to + (<usize>c << 2), scanned, stride, exclusive);
  }
}

// @ts-ignore: decorator
@inline
function rounded(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

// @ts-ignore: decorator
@inline
function scanColumns(operation: i32, from: usize, to: usize, count: i32, stride: usize, exclusive: bool): void {
  let low = f64x2.splat(operation == CUMULATIVE_SUM ? 0 : 1), high = low;
  for (let i = 0; i < count; i++) {
    if (operation != PRODUCT && exclusive) v128.store(to, rounded(low, high));
    const value = v128.load(from);
    low = combine(operation, low, f64x2.promote_low_f32x4(value));
    high = combine(operation, high, f64x2.promote_low_f32x4(v128.shuffle<i64>(value, value, 1, 1)));
    if (operation != PRODUCT) {
      if (!exclusive) v128.store(to, rounded(low, high));
      to += stride;
    }
    from += stride;
  }
  if (operation == PRODUCT) v128.store(to, rounded(low, high));
}

// @ts-ignore: decorator
@inline
function scanColumn(operation: i32, from: usize, to: usize, count: i32, stride: usize, exclusive: bool): void {
  let total: f64 = operation == CUMULATIVE_SUM ? 0 : 1;
  for (let i = 0; i < count; i++) {
    if (operation != PRODUCT && exclusive) store<f32>(to, <f32>total);
    const value = <f64>load<f32>(from);
    total = operation == CUMULATIVE_SUM ? total + value : total * value;
    if (operation != PRODUCT) {
      if (!exclusive) store<f32>(to, <f32>total);
      to += stride;
    }
    from += stride;
  }
  if (operation == PRODUCT) store<f32>(to, <f32>total);
}

export function cumulativeSum(args: usize, block: i32): void { scan(CUMULATIVE_SUM, args, block); }
export function cumulativeProduct(args: usize, block: i32): void { scan(CUMULATIVE_PRODUCT, args, block); }
export function product(args: usize, block: i32): void { scan(PRODUCT, args, block); }
