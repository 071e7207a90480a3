import { BLOCK } from "./block";

/** The host's logarithm, so that a draw has the bits that it has where no kernel makes it. */
// @ts-ignore: decorator
@external("env", "log")
declare function hostLog(x: f64): f64;

// @ts-ignore: decorator
@inline
function rotated(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** One word for each of four counters: the two words of Threefry-2x32's block, 20 rounds, in one by exclusive or. */
// @ts-ignore: decorator
@inline
function words(k0: v128, k1: v128, counters: v128): v128 {
  const k2 = v128.xor(v128.xor(k0, k1), i32x4.splat(0x1bd11bda));
  let a = k0;
  let b = i32x4.add(counters, k1);
  for (let group = 0; group < 5; group++) {
    // Groups of four rounds, by turns with the rotations of the first and of the second; then the key comes in, turned.
    if ((group & 1) == 0) {
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 13), a);
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 15), a);
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 26), a);
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 6), a);
    } else {
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 17), a);
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 29), a);
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 16), a);
      a = i32x4.add(a, b); b = v128.xor(rotated(b, 24), a);
    }
    const turn = group % 3;
    a = i32x4.add(a, turn == 0 ? k1 : turn == 1 ? k2 : k0);
    b = i32x4.add(i32x4.add(b, turn == 0 ? k2 : turn == 1 ? k0 : k1), i32x4.splat(group + 1));
  }
  return v128.xor(a, b);
}

/** Uniform draws on [0, 1): the upper 23 bits of each word, as `@variate/random` makes them. */
// @ts-ignore: decorator
@inline
function uniforms(k0: v128, k1: v128, first: i32): v128 {
  const counters = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words(k0, k1, counters), 9)), f32x4.splat(1.1920928955078125e-7));
}

/** Arguments: out, number of draws, high and low word of the key. Whole vectors. */
export function uniformDraws(args: usize, block: i32): void {
  const out = load<usize>(args), k0 = v128.load_splat<i32>(args, 8), k1 = v128.load_splat<i32>(args, 12);
  const first = block * BLOCK, last = min(first + BLOCK, load<i32>(args, 4));
  for (let i = first; i < last; i += 4) v128.store(out + (<usize>i << 2), uniforms(k0, k1, i));
}

/** Standard normal draws, the quantiles of uniform draws on (-1, 1). Arguments as of `uniformDraws`. */
export function normalDraws(args: usize, block: i32): void {
  const out = load<usize>(args), k0 = v128.load_splat<i32>(args, 8), k1 = v128.load_splat<i32>(args, 12);
  const first = block * BLOCK, last = min(first + BLOCK, load<i32>(args, 4));
  for (let i = first; i < last; i += 4) {
    const u = uniforms(k0, k1, i);
    // Twice u is exact, so one rounding is all there is.
    const symmetric = f32x4.add(f32x4.add(u, u), f32x4.splat(-0.999999940395355224609375));
    const at = out + (<usize>i << 2);
    store<f32>(at, <f32>normalOf(f32x4.extract_lane(symmetric, 0)));
    store<f32>(at, <f32>normalOf(f32x4.extract_lane(symmetric, 1)), 4);
    store<f32>(at, <f32>normalOf(f32x4.extract_lane(symmetric, 2)), 8);
    store<f32>(at, <f32>normalOf(f32x4.extract_lane(symmetric, 3)), 12);
  }
}

/** `normalOf` of `@variate/random` and `hostNormalQuantile` of `@variate/math`, operation by operation in float64. */
function normalOf(u: f32): f64 {
  const centred: f64 = <f64>u / 2;
  if (abs(centred) <= 0.425) {
    const r = 0.180625 - centred * centred;
    const numerator = ((59.1093747 * r + 159.291132) * r + 50.4342719) * r + 3.38713272;
    const denominator = ((67.1875636 * r + 78.7577577) * r + 17.8951695) * r + 1;
    return centred * (numerator / denominator);
  }
  const r = sqrt<f64>(-hostLog((1 - <f64>(u * u)) / (2 + 2 * abs(<f64>u))));
  let outer: f64;
  if (r > 5) {
    const s = r - 5;
    outer = (((0.017337204 * s + 0.428682943) * s + 3.08122639) * s + 6.65790512) / ((0.0122582026 * s + 0.241978942) * s + 1);
  } else {
    const s = r - 1.6;
    outer = (((0.170238211 * s + 1.30672848) * s + 2.75681539) * s + 1.42343728) / ((0.12021133 * s + 0.737001642) * s + 1);
  }
  return u < 0 ? -outer : outer;
}
