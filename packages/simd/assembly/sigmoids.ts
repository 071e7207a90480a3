import { exponential, expMinusOneWithin, number, select } from "./exponential";
import { logOnePlusUnit } from "./logarithm";

/** `tanh x = m / (m + 2)` with `m = e^{2|x|} - 1`; from 10 on it is 1. */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(x: v128): v128 {
  const magnitude = f32x4.pmin(f32x4.abs(x), number(10));
  const m = expMinusOneWithin(f32x4.add(magnitude, magnitude));
  return v128.or(f32x4.div(m, f32x4.add(m, number(2))), v128.and(x, i32x4.splat(0x80000000)));
}

/** `1 / (1 + e^{-x})`, from the exponential that does not overflow. */
// @ts-ignore: decorator
@inline
export function logisticSigmoid(x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(x)));
  return f32x4.div(select(f32x4.lt(x, number(0)), e, number(1)), f32x4.add(e, number(1)));
}

/** `log(1 + e^x) = max(x, 0) + log(1 + e^{-|x|})`. */
// @ts-ignore: decorator
@inline
export function softPlus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, number(0)), logOnePlusUnit(exponential(f32x4.neg(f32x4.abs(x)))));
}
