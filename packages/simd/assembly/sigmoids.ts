import { exponential, expMinusOneWithin, number, select } from "./exponential";
import { multiplyAdd } from "./multiplyAdd";
import { logOnePlusUnit } from "./logarithm";

/** `tanh x = m / (m + 2)` with `m = e^{2|x|} - 1`, 1 from 10 on, and below 0.625 the polynomial of Cephes (tanhf). */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(x: v128): v128 {
  const magnitude = f32x4.pmin(f32x4.abs(x), number(10));
  const m = expMinusOneWithin(f32x4.add(magnitude, magnitude));
  const far = f32x4.div(m, f32x4.add(m, number(2)));
  const z = f32x4.mul(magnitude, magnitude);
  let p = number(-5.70498872745e-3);
  p = multiplyAdd(p, z, number(2.06390887954e-2));
  p = multiplyAdd(p, z, number(-5.37397155531e-2));
  p = multiplyAdd(p, z, number(1.33314422036e-1));
  p = multiplyAdd(p, z, number(-3.33332819422e-1));
  const near = multiplyAdd(f32x4.mul(p, z), magnitude, magnitude);
  return v128.or(select(f32x4.lt(magnitude, number(0.625)), near, far), v128.and(x, i32x4.splat(0x80000000)));
}

/**
 * `1 / (1 + e^{-x})`, from the exponential that does not overflow, `e`: `e / (1 + e)` for negative x and that from 1 for
 * others, so that what is close to 1 is rounded once: its distance from 1 is what inverses go by.
 */
// @ts-ignore: decorator
@inline
export function logisticSigmoid(x: v128): v128 {
  const e = exponential(f32x4.neg(f32x4.abs(x)));
  const tail = f32x4.div(e, f32x4.add(e, number(1)));
  return select(f32x4.lt(x, number(0)), tail, f32x4.sub(number(1), tail));
}

/** `log(1 + e^x) = max(x, 0) + log(1 + e^{-|x|})`. */
// @ts-ignore: decorator
@inline
export function softPlus(x: v128): v128 {
  return f32x4.add(f32x4.pmax(x, number(0)), logOnePlusUnit(exponential(f32x4.neg(f32x4.abs(x)))));
}
