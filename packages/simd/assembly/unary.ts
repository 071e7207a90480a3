import { BLOCK } from "./block";
import { exponential, expMinusOne, select } from "./exponential";
import { logarithm, logOnePlus } from "./logarithm";
import { hyperbolicTangent, logisticSigmoid, softPlus } from "./sigmoids";

const ABS = 0, CEIL = 1, CLIP = 2, ELU = 3, EXP = 4, EXPM1 = 5, FLOOR = 6, LEAKY_RELU = 7, LOG = 8, LOG1P = 9, NEG = 10,
  RECIPROCAL = 11, RELU = 12, RELU6 = 13, ROUND = 14, RSQRT = 15, SIGMOID = 16, SIGN = 17, SOFTPLUS = 18, SQRT = 19, SQUARE = 20,
  STEP = 21, TANH = 22;

// @ts-ignore: decorator
@inline
function apply(operation: i32, x: v128, p: v128, q: v128): v128 {
  const zero = f32x4.splat(0);
  if (operation == ABS) return f32x4.abs(x);
  if (operation == CEIL) return f32x4.ceil(x);
  if (operation == CLIP) return f32x4.max(f32x4.min(x, q), p);
  if (operation == ELU) return select(f32x4.lt(x, zero), expMinusOne(x), x);
  if (operation == EXP) return exponential(x);
  if (operation == EXPM1) return expMinusOne(x);
  if (operation == FLOOR) return f32x4.floor(x);
  if (operation == LEAKY_RELU) return select(f32x4.lt(x, zero), f32x4.mul(x, p), x);
  if (operation == LOG) return logarithm(x);
  if (operation == LOG1P) return logOnePlus(x);
  if (operation == NEG) return f32x4.neg(x);
  if (operation == RECIPROCAL) return f32x4.div(f32x4.splat(1), x);
  if (operation == RELU) return f32x4.max(x, zero);
  if (operation == RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
  if (operation == ROUND) return f32x4.nearest(x);
  if (operation == RSQRT) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (operation == SIGMOID) return logisticSigmoid(x);
  if (operation == SIGN) return select(f32x4.gt(x, zero), f32x4.splat(1), select(f32x4.lt(x, zero), f32x4.splat(-1), zero));
  if (operation == SOFTPLUS) return softPlus(x);
  if (operation == SQRT) return f32x4.sqrt(x);
  if (operation == SQUARE) return f32x4.mul(x, x);
  if (operation == STEP) return select(f32x4.gt(x, zero), f32x4.splat(1), select(f32x4.ne(x, x), x, p));
  return hyperbolicTangent(x);
}

/**
 * Arguments: x, out, number of elements, and two numbers that some operations have. Tensors fill whole vectors, so the
 * last one may be read and written beyond the last element.
 */
// @ts-ignore: decorator
@inline
function unary(operation: i32, args: usize, block: i32): void {
  const first = block * BLOCK;
  const count = min(BLOCK, load<i32>(args, 8) - first);
  let x = load<usize>(args) + (<usize>first << 2);
  let out = load<usize>(args, 4) + (<usize>first << 2);
  const p = v128.load_splat<f32>(args, 12), q = v128.load_splat<f32>(args, 16);
  const end = x + (<usize>count << 2);
  // Two at a time: while one waits for its arithmetic the other goes on.
  while (x < end) {
    const a = apply(operation, v128.load(x), p, q), b = apply(operation, v128.load(x, 16), p, q);
    v128.store(out, a);
    v128.store(out, b, 16);
    x += 32;
    out += 32;
  }
}

export function abs(args: usize, block: i32): void { unary(ABS, args, block); }
export function ceil(args: usize, block: i32): void { unary(CEIL, args, block); }
export function clip(args: usize, block: i32): void { unary(CLIP, args, block); }
export function elu(args: usize, block: i32): void { unary(ELU, args, block); }
export function exp(args: usize, block: i32): void { unary(EXP, args, block); }
export function expm1(args: usize, block: i32): void { unary(EXPM1, args, block); }
export function floor(args: usize, block: i32): void { unary(FLOOR, args, block); }
export function leakyRelu(args: usize, block: i32): void { unary(LEAKY_RELU, args, block); }
export function log(args: usize, block: i32): void { unary(LOG, args, block); }
export function log1p(args: usize, block: i32): void { unary(LOG1P, args, block); }
export function neg(args: usize, block: i32): void { unary(NEG, args, block); }
export function reciprocal(args: usize, block: i32): void { unary(RECIPROCAL, args, block); }
export function relu(args: usize, block: i32): void { unary(RELU, args, block); }
export function relu6(args: usize, block: i32): void { unary(RELU6, args, block); }
export function round(args: usize, block: i32): void { unary(ROUND, args, block); }
export function rsqrt(args: usize, block: i32): void { unary(RSQRT, args, block); }
export function sigmoid(args: usize, block: i32): void { unary(SIGMOID, args, block); }
export function sign(args: usize, block: i32): void { unary(SIGN, args, block); }
export function softplus(args: usize, block: i32): void { unary(SOFTPLUS, args, block); }
export function sqrt(args: usize, block: i32): void { unary(SQRT, args, block); }
export function square(args: usize, block: i32): void { unary(SQUARE, args, block); }
export function step(args: usize, block: i32): void { unary(STEP, args, block); }
export function tanh(args: usize, block: i32): void { unary(TANH, args, block); }
