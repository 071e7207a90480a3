import { first as offsetA, locate, second as offsetB } from "./axes";
import { BLOCK } from "./block";
import { select } from "./exponential";
import { logarithm } from "./logarithm";
import { logisticSigmoid, softPlus } from "./sigmoids";

const ADD = 0, SUB = 1, MUL = 2, DIV = 3, MAXIMUM = 4, MINIMUM = 5, SQUARED_DIFFERENCE = 6, PRELU = 7, BERNOULLI_LOG_PROB = 8, BERNOULLI_SCORE = 9, STANDARD_NORMAL_KL = 10, TANH_GRADIENT = 11, SIGMOID_GRADIENT = 12;
const GREATER = 16, GREATER_EQUAL = 17, LESS = 18, LESS_EQUAL = 19, EQUAL = 20, NOT_EQUAL = 21;

// @ts-ignore: decorator
@inline
function apply(operation: i32, a: v128, b: v128): v128 {
  if (operation == ADD) return f32x4.add(a, b);
  if (operation == SUB) return f32x4.sub(a, b);
  if (operation == MUL) return f32x4.mul(a, b);
  if (operation == DIV) return f32x4.div(a, b);
  if (operation == MAXIMUM) return f32x4.max(a, b);
  if (operation == MINIMUM) return f32x4.min(a, b);
  if (operation == PRELU) return select(f32x4.lt(a, f32x4.splat(0)), f32x4.mul(a, b), a);
  if (operation == BERNOULLI_LOG_PROB) return f32x4.sub(f32x4.mul(a, b), softPlus(b));
  if (operation == BERNOULLI_SCORE) return f32x4.sub(a, logisticSigmoid(b));
  if (operation == STANDARD_NORMAL_KL) return divergenceFromStandard(a, b);
  if (operation == TANH_GRADIENT) return f32x4.mul(f32x4.sub(f32x4.splat(1), f32x4.mul(b, b)), a);
  if (operation == SIGMOID_GRADIENT) return f32x4.mul(a, f32x4.mul(b, f32x4.sub(f32x4.splat(1), b)));
  if (operation == GREATER) return f32x4.gt(a, b);
  if (operation == GREATER_EQUAL) return f32x4.ge(a, b);
  if (operation == LESS) return f32x4.lt(a, b);
  if (operation == LESS_EQUAL) return f32x4.le(a, b);
  if (operation == EQUAL) return f32x4.eq(a, b);
  if (operation == NOT_EQUAL) return f32x4.ne(a, b);
  const d = f32x4.sub(a, b);
  return f32x4.mul(d, d);
}

/** ½ ((scale - 1)(scale + 1) + loc²) - log scale. */
// @ts-ignore: decorator
@inline
function divergenceFromStandard(loc: v128, scale: v128): v128 {
  const one = f32x4.splat(1);
  const excess = f32x4.mul(f32x4.sub(scale, one), f32x4.add(scale, one));
  return f32x4.sub(f32x4.mul(f32x4.splat(0.5), f32x4.add(excess, f32x4.mul(loc, loc))), logarithm(scale));
}

/** Writes four results: numbers, or the bytes of four truth values. */
// @ts-ignore: decorator
@inline
function put(operation: i32, out: usize, index: i32, value: v128): void {
  if (operation < GREATER) v128.store(out + (<usize>index << 2), value);
  else store<u32>(out + <usize>index, truthBytes(value));
}

// @ts-ignore: decorator
@inline
function truthBytes(value: v128): u32 {
  const narrow = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(value, value), i16x8.splat(0));
  return i32x4.extract_lane(v128.and(narrow, i8x16.splat(1)), 0);
}

// @ts-ignore: decorator
@inline
function putOne(operation: i32, out: usize, index: i32, value: v128): void {
  if (operation < GREATER) store<f32>(out + (<usize>index << 2), f32x4.extract_lane(value, 0));
  else store<u8>(out + <usize>index, i32x4.extract_lane(value, 0) & 1);
}

/**
 * Arguments: a, b, out, number of elements, rows per block, row length, steps of a and b within a row (0 or 1), number of
 * axes above the row, and for each of those from the innermost: its length, the strides of a and b in elements.
 *
 * Without rows (rows per block 0) the three tensors have one shape, and whole vectors may pass the last element. Rows end
 * where they end, since the next one may be another thread's.
 */
// @ts-ignore: decorator
@inline
function binary(operation: i32, args: usize, block: i32): void {
  const a = load<usize>(args), b = load<usize>(args, 4), out = load<usize>(args, 8);
  const size = load<i32>(args, 12), rowsPerBlock = load<i32>(args, 16);
  if (rowsPerBlock == 0) {
    const first = block * BLOCK;
    const last = min(first + BLOCK, size);
    // Two at a time: while one waits for its arithmetic the other goes on.
    for (let i = first; i < last; i += 8) {
      const at = <usize>i << 2;
      const x = apply(operation, v128.load(a + at), v128.load(b + at)), y = apply(operation, v128.load(a + at, 16), v128.load(b + at, 16));
      put(operation, out, i, x);
      put(operation, out, i + 4, y);
    }
    return;
  }
  const length = load<i32>(args, 20), stepA = load<i32>(args, 24), stepB = load<i32>(args, 28), axes = load<i32>(args, 32);
  const firstRow = block * rowsPerBlock;
  const lastRow = min(firstRow + rowsPerBlock, size / length);
  for (let row = firstRow; row < lastRow; row++) {
    locate(args + 36, axes, row);
    const rowA = a + (<usize>offsetA << 2), rowB = b + (<usize>offsetB << 2);
    const base = row * length;
    const whole = length & ~3;
    let i = 0;
    if (stepA == 1 && stepB == 1) {
      for (; i < whole; i += 4) put(operation, out, base + i, apply(operation, v128.load(rowA + (<usize>i << 2)), v128.load(rowB + (<usize>i << 2))));
    } else if (stepA == 1) {
      const y = v128.load_splat<f32>(rowB);
      for (; i < whole; i += 4) put(operation, out, base + i, apply(operation, v128.load(rowA + (<usize>i << 2)), y));
    } else {
      const x = v128.load_splat<f32>(rowA);
      for (; i < whole; i += 4) put(operation, out, base + i, apply(operation, x, v128.load(rowB + (<usize>i << 2))));
    }
    for (; i < length; i++) {
      const x = v128.load_splat<f32>(rowA + (<usize>(i * stepA) << 2)), y = v128.load_splat<f32>(rowB + (<usize>(i * stepB) << 2));
      putOne(operation, out, base + i, apply(operation, x, y));
    }
  }
}

export function add(args: usize, block: i32): void { binary(ADD, args, block); }
export function sub(args: usize, block: i32): void { binary(SUB, args, block); }
export function mul(args: usize, block: i32): void { binary(MUL, args, block); }
export function div(args: usize, block: i32): void { binary(DIV, args, block); }
export function maximum(args: usize, block: i32): void { binary(MAXIMUM, args, block); }
export function minimum(args: usize, block: i32): void { binary(MINIMUM, args, block); }
export function squaredDifference(args: usize, block: i32): void { binary(SQUARED_DIFFERENCE, args, block); }
export function prelu(args: usize, block: i32): void { binary(PRELU, args, block); }
export function greater(args: usize, block: i32): void { binary(GREATER, args, block); }
export function greaterEqual(args: usize, block: i32): void { binary(GREATER_EQUAL, args, block); }
export function less(args: usize, block: i32): void { binary(LESS, args, block); }
export function lessEqual(args: usize, block: i32): void { binary(LESS_EQUAL, args, block); }
export function equal(args: usize, block: i32): void { binary(EQUAL, args, block); }
export function notEqual(args: usize, block: i32): void { binary(NOT_EQUAL, args, block); }
export function bernoulliLogProb(args: usize, block: i32): void { binary(BERNOULLI_LOG_PROB, args, block); }
export function bernoulliScore(args: usize, block: i32): void { binary(BERNOULLI_SCORE, args, block); }
export function standardNormalKl(args: usize, block: i32): void { binary(STANDARD_NORMAL_KL, args, block); }
export function tanhGradient(args: usize, block: i32): void { binary(TANH_GRADIENT, args, block); }
export function sigmoidGradient(args: usize, block: i32): void { binary(SIGMOID_GRADIENT, args, block); }
