import { BLOCK } from "./block";

const AND = 0, OR = 1, NOT = 2;
const NAN = 0, FINITE = 1, INFINITE = 2;

/** Bytes that are 0 or 1. Arguments: a, b (of not: nothing), out, number of elements. Whole vectors of four. */
// @ts-ignore: decorator
@inline
function logical(operation: i32, args: usize, block: i32): void {
  const a = load<usize>(args), b = load<usize>(args, 4), out = load<usize>(args, 8);
  const first = block * BLOCK, last = min(first + BLOCK, load<i32>(args, 12));
  const zero = i8x16.splat(0), one = i8x16.splat(1);
  for (let i = first; i < last; i += 16) {
    const x = i8x16.ne(v128.load(a + <usize>i), zero);
    let y: v128;
    if (operation == NOT) y = v128.not(x);
    else if (operation == AND) y = v128.and(x, i8x16.ne(v128.load(b + <usize>i), zero));
    else y = v128.or(x, i8x16.ne(v128.load(b + <usize>i), zero));
    v128.store(out + <usize>i, v128.and(y, one));
  }
}

export function logicalAnd(args: usize, block: i32): void { logical(AND, args, block); }
export function logicalOr(args: usize, block: i32): void { logical(OR, args, block); }
export function logicalNot(args: usize, block: i32): void { logical(NOT, args, block); }

// @ts-ignore: decorator
@inline
function holds(kind: i32, x: v128): v128 {
  if (kind == NAN) return f32x4.ne(x, x);
  const infinity = f32x4.splat(Infinity);
  return kind == FINITE ? f32x4.lt(f32x4.abs(x), infinity) : f32x4.eq(f32x4.abs(x), infinity);
}

/** Arguments: x, out (bytes), number of elements. Whole vectors of sixteen. */
// @ts-ignore: decorator
@inline
function classify(kind: i32, args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const first = block * BLOCK, last = min(first + BLOCK, load<i32>(args, 8));
  for (let i = first; i < last; i += 16) {
    const at = x + (<usize>i << 2);
    const low = i16x8.narrow_i32x4_s(holds(kind, v128.load(at)), holds(kind, v128.load(at, 16)));
    const high = i16x8.narrow_i32x4_s(holds(kind, v128.load(at, 32)), holds(kind, v128.load(at, 48)));
    v128.store(out + <usize>i, v128.and(i8x16.narrow_i16x8_s(low, high), i8x16.splat(1)));
  }
}

export function isNotANumber(args: usize, block: i32): void { classify(NAN, args, block); }
export function isFiniteNumber(args: usize, block: i32): void { classify(FINITE, args, block); }
export function isInfiniteNumber(args: usize, block: i32): void { classify(INFINITE, args, block); }

/** Whether all, or any, bytes of a row are true. Arguments: x, out, rows, row length, rows per block, 1 for any. */
export function rowsAreTrue(args: usize, block: i32): void {
  const length = load<i32>(args, 12), perBlock = load<i32>(args, 16), any = load<i32>(args, 20) != 0;
  const last = min((block + 1) * perBlock, load<i32>(args, 8));
  for (let row = block * perBlock; row < last; row++) {
    const from = load<usize>(args) + <usize>(row * length);
    let i = 0;
    while (i < length && (load<u8>(from + <usize>i) != 0) != any) i++;
    store<u8>(load<usize>(args, 4) + <usize>row, (i < length) == any ? 1 : 0);
  }
}
