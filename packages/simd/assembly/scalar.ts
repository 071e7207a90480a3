import { first as offsetA, locate, second as offsetB } from "./axes";
import { BLOCK } from "./block";

/*
 * Functions that are computed one number at a time, by AssemblyScript's ports of musl's float32 functions, which reckon in
 * float64; and arithmetic of whole numbers.
 */

const SIN = 0, COS = 1, TAN = 2, ASIN = 3, ACOS = 4, ATAN = 5, SINH = 6, COSH = 7;

/** From here on the float32 functions find the quadrant with too few digits, and those of float64 take their place. */
const FAR: f32 = 134217728;

// @ts-ignore: decorator
@inline
function unaryOf(operation: i32, x: f32): f32 {
  if (operation == SIN) return abs(x) < FAR ? Mathf.sin(x) : <f32>Math.sin(<f64>x);
  if (operation == COS) return abs(x) < FAR ? Mathf.cos(x) : <f32>Math.cos(<f64>x);
  if (operation == TAN) return abs(x) < FAR ? Mathf.tan(x) : <f32>Math.tan(<f64>x);
  if (operation == ASIN) return Mathf.asin(x);
  if (operation == ACOS) return Mathf.acos(x);
  if (operation == ATAN) return Mathf.atan(x);
  if (operation == SINH) return Mathf.sinh(x);
  return Mathf.cosh(x);
}

/** Arguments: x, out, number of elements. */
// @ts-ignore: decorator
@inline
function unary(operation: i32, args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const first = block * BLOCK, last = min(first + BLOCK, load<i32>(args, 8));
  for (let i = first; i < last; i++) store<f32>(out + (<usize>i << 2), unaryOf(operation, load<f32>(x + (<usize>i << 2))));
}

export function sin(args: usize, block: i32): void { unary(SIN, args, block); }
export function cos(args: usize, block: i32): void { unary(COS, args, block); }
export function tan(args: usize, block: i32): void { unary(TAN, args, block); }
export function asin(args: usize, block: i32): void { unary(ASIN, args, block); }
export function acos(args: usize, block: i32): void { unary(ACOS, args, block); }
export function atan(args: usize, block: i32): void { unary(ATAN, args, block); }
export function sinh(args: usize, block: i32): void { unary(SINH, args, block); }
export function cosh(args: usize, block: i32): void { unary(COSH, args, block); }

const POWER = 0, ARCTANGENT = 1, ADD = 2, SUB = 3, MUL = 4, MAXIMUM = 5, MINIMUM = 6, ELU_GRADIENT = 7;
const GREATER = 16, GREATER_EQUAL = 17, LESS = 18, LESS_EQUAL = 19, EQUAL = 20, NOT_EQUAL = 21;

/** As ECMAScript has it: NaN for an exponent that is NaN, and for 1 and -1 to an infinite one. */
// @ts-ignore: decorator
@inline
function power(x: f32, y: f32): f32 {
  if (y != y || (abs(x) == 1 && abs(y) == Infinity)) return NaN;
  return Mathf.pow(x, y);
}

/** Of two words, a word or a truth value. */
// @ts-ignore: decorator
@inline
function pairOf(operation: i32, a: i32, b: i32): i32 {
  if (operation == POWER) return reinterpret<i32>(power(reinterpret<f32>(a), reinterpret<f32>(b)));
  if (operation == ARCTANGENT) return reinterpret<i32>(Mathf.atan2(reinterpret<f32>(a), reinterpret<f32>(b)));
  if (operation == ADD) return a + b;
  if (operation == SUB) return a - b;
  if (operation == MUL) return a * b;
  if (operation == MAXIMUM) return max(a, b);
  if (operation == MINIMUM) return min(a, b);
  if (operation == ELU_GRADIENT) {
    const dy = reinterpret<f32>(a), y = reinterpret<f32>(b);
    return reinterpret<i32>(y >= 0 ? dy : dy * (y + 1));
  }
  if (operation == GREATER) return a > b;
  if (operation == GREATER_EQUAL) return a >= b;
  if (operation == LESS) return a < b;
  if (operation == LESS_EQUAL) return a <= b;
  if (operation == EQUAL) return a == b;
  return a != b;
}

// @ts-ignore: decorator
@inline
function put(operation: i32, out: usize, index: i32, value: i32): void {
  if (operation < GREATER) store<i32>(out + (<usize>index << 2), value);
  else store<u8>(out + <usize>index, value);
}

/** Arguments as of the jobs in `binary.ts`. */
// @ts-ignore: decorator
@inline
function binary(operation: i32, args: usize, block: i32): void {
  const a = load<usize>(args), b = load<usize>(args, 4), out = load<usize>(args, 8);
  const size = load<i32>(args, 12), rowsPerBlock = load<i32>(args, 16);
  if (rowsPerBlock == 0) {
    const first = block * BLOCK, last = min(first + BLOCK, size);
    for (let i = first; i < last; i++) {
      const at = <usize>i << 2;
      put(operation, out, i, pairOf(operation, load<i32>(a + at), load<i32>(b + at)));
    }
    return;
  }
  const length = load<i32>(args, 20), axes = load<i32>(args, 32);
  const stepA = <usize>load<i32>(args, 24) << 2, stepB = <usize>load<i32>(args, 28) << 2;
  const last = min((block + 1) * rowsPerBlock, size / length);
  for (let row = block * rowsPerBlock; row < last; row++) {
    locate(args + 36, axes, row);
    let rowA = a + (<usize>offsetA << 2), rowB = b + (<usize>offsetB << 2);
    const start = row * length;
    for (let i = 0; i < length; i++) {
      put(operation, out, start + i, pairOf(operation, load<i32>(rowA), load<i32>(rowB)));
      rowA += stepA;
      rowB += stepB;
    }
  }
}

export function pow(args: usize, block: i32): void { binary(POWER, args, block); }
export function atan2(args: usize, block: i32): void { binary(ARCTANGENT, args, block); }
export function eluGradient(args: usize, block: i32): void { binary(ELU_GRADIENT, args, block); }
export function addWhole(args: usize, block: i32): void { binary(ADD, args, block); }
export function subWhole(args: usize, block: i32): void { binary(SUB, args, block); }
export function mulWhole(args: usize, block: i32): void { binary(MUL, args, block); }
export function maximumWhole(args: usize, block: i32): void { binary(MAXIMUM, args, block); }
export function minimumWhole(args: usize, block: i32): void { binary(MINIMUM, args, block); }
export function greaterWhole(args: usize, block: i32): void { binary(GREATER, args, block); }
export function greaterEqualWhole(args: usize, block: i32): void { binary(GREATER_EQUAL, args, block); }
export function lessWhole(args: usize, block: i32): void { binary(LESS, args, block); }
export function lessEqualWhole(args: usize, block: i32): void { binary(LESS_EQUAL, args, block); }
export function equalWhole(args: usize, block: i32): void { binary(EQUAL, args, block); }
export function notEqualWhole(args: usize, block: i32): void { binary(NOT_EQUAL, args, block); }
