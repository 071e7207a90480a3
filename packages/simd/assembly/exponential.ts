import { multiplyAdd } from "./multiplyAdd";

// @ts-ignore: decorator
@inline
export function number(value: f32): v128 {
  return f32x4.splat(value);
}

// @ts-ignore: decorator
@inline
export function select(condition: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, condition);
}

/** `1½ · 2^23`: added to a number below 2^22 it leaves the nearest whole number in the low bits. */
const SHIFT: f32 = 12582912;

/** The nearest whole number of octaves in e^x, in the low bits of a float. */
// @ts-ignore: decorator
@inline
function octaves(x: v128): v128 {
  return multiplyAdd(x, number(1.44269504088896341), number(SHIFT));
}

/** The whole number that `octaves` holds, as an integer. */
// @ts-ignore: decorator
@inline
function whole(octaves: v128): v128 {
  return i32x4.sub(octaves, number(SHIFT));
}

/** `2^n` for integers n from -126 to 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** What is left of x beside its octaves: log 2 is subtracted in two parts, n times the first of which is exact. */
// @ts-ignore: decorator
@inline
function reduced(x: v128, octaves: v128): v128 {
  const n = f32x4.sub(octaves, number(SHIFT));
  return multiplyAdd(n, number(2.12194440e-4), multiplyAdd(n, number(-0.693359375), x));
}

/** `e^r - 1` for |r| ≤ ½ log 2, of full relative accuracy: r plus r² times the minimax polynomial of Cephes (expf). */
// @ts-ignore: decorator
@inline
function growth(r: v128): v128 {
  let p = number(1.9875691500e-4);
  p = multiplyAdd(p, r, number(1.3981999507e-3));
  p = multiplyAdd(p, r, number(8.3334519073e-3));
  p = multiplyAdd(p, r, number(4.1665795894e-2));
  p = multiplyAdd(p, r, number(1.6666665459e-1));
  p = multiplyAdd(p, r, number(5.0000001201e-1));
  return multiplyAdd(f32x4.mul(r, r), p, r);
}

// `pmin` and `pmax` are one instruction each and let NaN of their first operand pass, which then passes everything.

/** `e^x`. The power of two is multiplied in two steps, so that results below the smallest normal number are right too. */
// @ts-ignore: decorator
@inline
export function exponential(x: v128): v128 {
  const within = f32x4.pmax(f32x4.pmin(x, number(89)), number(-104));
  const n = octaves(within);
  const y = f32x4.add(growth(reduced(within, n)), number(1));
  const half = i32x4.shr_s(whole(n), 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole(n), half)));
}

/** `e^x - 1` for x from -87 to 88, accurate near 0 too. */
// @ts-ignore: decorator
@inline
export function expMinusOneWithin(x: v128): v128 {
  const n = octaves(x);
  const s = powerOfTwo(whole(n));
  return multiplyAdd(growth(reduced(x, n)), s, f32x4.sub(s, number(1)));
}

/** `e^x - 1`, accurate near 0 too. */
// @ts-ignore: decorator
@inline
export function expMinusOne(x: v128): v128 {
  const within = f32x4.pmax(f32x4.pmin(x, number(88)), number(-30));
  const y = select(f32x4.gt(x, number(60)), exponential(x), expMinusOneWithin(within));
  // 0 keeps its sign.
  return select(f32x4.eq(x, number(0)), x, y);
}
