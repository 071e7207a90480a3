import { multiplyAdd } from "./multiplyAdd";
import { number, select } from "./exponential";

/** The bits of √½: what a number's bits exceed them by holds its exponent, for mantissas from √½ to √2. */
const ROOT_HALF: i32 = 0x3f3504f3;

/** `(log(1 + f) - f + f²/2) / f³` for 1 + f from √½ to √2: the minimax polynomial of Cephes (logf). */
// @ts-ignore: decorator
@inline
function cubicPart(f: v128): v128 {
  let p = number(7.0376836292e-2);
  p = multiplyAdd(p, f, number(-1.1514610310e-1));
  p = multiplyAdd(p, f, number(1.1676998740e-1));
  p = multiplyAdd(p, f, number(-1.2420140846e-1));
  p = multiplyAdd(p, f, number(1.4249322787e-1));
  p = multiplyAdd(p, f, number(-1.6668057665e-1));
  p = multiplyAdd(p, f, number(2.0000714765e-1));
  p = multiplyAdd(p, f, number(-2.4999993993e-1));
  return multiplyAdd(p, f, number(3.3333331174e-1));
}

/**
 * `log(1 + f) + k log 2 + small`: log 2 comes in two parts, k times the first of which is exact; what their sum with f
 * loses to rounding is added to the small terms.
 */
// @ts-ignore: decorator
@inline
function assemble(f: v128, k: v128, small: v128): v128 {
  const square = f32x4.mul(f, f);
  let y = f32x4.mul(f32x4.mul(f, square), cubicPart(f));
  y = f32x4.add(multiplyAdd(k, number(-2.12194440e-4), y), small);
  y = multiplyAdd(square, number(-0.5), y);
  const octaves = f32x4.mul(k, number(0.693359375));
  const sum = f32x4.add(octaves, f);
  const lost = f32x4.sub(f, f32x4.sub(sum, octaves));
  return f32x4.add(sum, f32x4.add(lost, y));
}

/** The k for which x over 2^k lies from √½ to √2. */
// @ts-ignore: decorator
@inline
function exponentOf(x: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.sub(x, i32x4.splat(ROOT_HALF)), 23));
}

/** x over 2^k. */
// @ts-ignore: decorator
@inline
function mantissaOf(x: v128): v128 {
  return i32x4.add(v128.and(i32x4.sub(x, i32x4.splat(ROOT_HALF)), i32x4.splat(0x007fffff)), i32x4.splat(ROOT_HALF));
}

// @ts-ignore: decorator
@inline
function normalLogarithm(x: v128): v128 {
  return assemble(f32x4.sub(mantissaOf(x), number(1)), exponentOf(x), number(0));
}

/** Where bits are not those of a normal positive number: negative, zero, subnormal, infinite or NaN. */
// @ts-ignore: decorator
@inline
function isSpecial(x: v128): v128 {
  return i32x4.ge_u(i32x4.sub(x, i32x4.splat(0x00800000)), i32x4.splat(0x7f000000));
}

// @ts-ignore: decorator
@inline
export function logarithm(x: v128): v128 {
  if (v128.any_true(isSpecial(x))) return anyLogarithm(x);
  return normalLogarithm(x);
}

function anyLogarithm(x: v128): v128 {
  const subnormal = f32x4.lt(x, number(1.17549435e-38));
  const raised = normalLogarithm(f32x4.mul(x, number(8388608)));
  const y = select(subnormal, f32x4.sub(raised, number(15.942385152878742)), normalLogarithm(x));
  return ends(x, y);
}

/** -Infinity at 0, NaN below it, Infinity and NaN as they are. */
function ends(x: v128, y: v128): v128 {
  y = select(f32x4.eq(x, number(0)), number(-Infinity), y);
  y = select(f32x4.lt(x, number(0)), number(NaN), y);
  return select(v128.or(f32x4.eq(x, number(Infinity)), f32x4.ne(x, x)), x, y);
}

/** `log(1 + x)`, accurate near 0 too: what 1 + x loses in rounding is added again. */
// @ts-ignore: decorator
@inline
export function logOnePlus(x: v128): v128 {
  const u = f32x4.add(x, number(1));
  const k = exponentOf(u);
  const near = f32x4.eq(k, number(0));
  const f = select(near, x, f32x4.sub(mantissaOf(u), number(1)));
  // Of a large x it is the 1 that is lost.
  const lost = select(f32x4.gt(x, number(1)), f32x4.sub(number(1), f32x4.sub(u, x)), f32x4.sub(x, f32x4.sub(u, number(1))));
  const y = assemble(f, k, v128.andnot(f32x4.div(lost, u), near));
  return v128.any_true(isSpecial(u)) ? select(f32x4.eq(x, number(0)), x, ends(u, y)) : select(f32x4.eq(x, number(0)), x, y);
}

/** `log(1 + x)` for x from 0 to 1, where nothing is lost: half of 1 + x, less 1, is half of x - 1. */
// @ts-ignore: decorator
@inline
export function logOnePlusUnit(x: v128): v128 {
  const far = f32x4.gt(x, number(0.41421356));
  const f = select(far, f32x4.mul(f32x4.sub(x, number(1)), number(0.5)), x);
  return assemble(f, v128.and(far, number(1)), number(0));
}
