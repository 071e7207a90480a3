import { multiplyAdd } from "./multiplyAdd";

/**
 * Rows of a tile of the product, eight columns wide. Sixteen vector registers hold twelve sums, two vectors of the right
 * factor and one number of the left; where the product needs a register of its own before the sum, ten sums.
 */
// @ts-ignore: decorator
@inline
export const TILE_ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;
// @ts-ignore: decorator
@inline
export const TILE_COLUMNS: i32 = 8;

/**
 * One tile of the product: `out[r, 0..8) = start[r, 0..8) + sum over p of left[p, r] · right[p, 0..8)`.
 *
 * `left` holds `depth` times `TILE_ROWS` numbers, `right` `depth` times eight; strides are in bytes, and that of `start`
 * is 0 for a row that all rows begin with.
 *
 * V8's TurboFan places each number as late as it can, walking from the stores backwards; a sum is placed beside the load
 * that feeds it only if the loop's own variables are what is stored (so the condition stands first) and the stores take
 * the rows in the order of the loads. In any other shape all loads come first, and the sums spill: half the speed.
 */
export function tile(depth: i32, left: usize, right: usize, start: usize, startStride: usize, out: usize, outStride: usize): void {
  if (ASC_FEATURE_RELAXED_SIMD) sixRows(depth, left, right, start, startStride, out, outStride);
  else fiveRows(depth, left, right, start, startStride, out, outStride);
}

// @ts-ignore: decorator
@inline
function sixRows(depth: i32, left: usize, right: usize, start: usize, startStride: usize, out: usize, outStride: usize): void {
  let a0 = v128.load(start), b0 = v128.load(start, 16);
  start += startStride;
  let a1 = v128.load(start), b1 = v128.load(start, 16);
  start += startStride;
  let a2 = v128.load(start), b2 = v128.load(start, 16);
  start += startStride;
  let a3 = v128.load(start), b3 = v128.load(start, 16);
  start += startStride;
  let a4 = v128.load(start), b4 = v128.load(start, 16);
  start += startStride;
  let a5 = v128.load(start), b5 = v128.load(start, 16);
  while (depth) {
    const a = v128.load(right);
    const b = v128.load(right, 16);
    let x = v128.load_splat<f32>(left);
    a0 = multiplyAdd(x, a, a0);
    b0 = multiplyAdd(x, b, b0);
    x = v128.load_splat<f32>(left, 4);
    a1 = multiplyAdd(x, a, a1);
    b1 = multiplyAdd(x, b, b1);
    x = v128.load_splat<f32>(left, 8);
    a2 = multiplyAdd(x, a, a2);
    b2 = multiplyAdd(x, b, b2);
    x = v128.load_splat<f32>(left, 12);
    a3 = multiplyAdd(x, a, a3);
    b3 = multiplyAdd(x, b, b3);
    x = v128.load_splat<f32>(left, 16);
    a4 = multiplyAdd(x, a, a4);
    b4 = multiplyAdd(x, b, b4);
    x = v128.load_splat<f32>(left, 20);
    a5 = multiplyAdd(x, a, a5);
    b5 = multiplyAdd(x, b, b5);
    left += 24;
    right += 32;
    depth--;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  out += outStride;
  v128.store(out, a1);
  v128.store(out, b1, 16);
  out += outStride;
  v128.store(out, a2);
  v128.store(out, b2, 16);
  out += outStride;
  v128.store(out, a3);
  v128.store(out, b3, 16);
  out += outStride;
  v128.store(out, a4);
  v128.store(out, b4, 16);
  out += outStride;
  v128.store(out, a5);
  v128.store(out, b5, 16);
}

// @ts-ignore: decorator
@inline
function fiveRows(depth: i32, left: usize, right: usize, start: usize, startStride: usize, out: usize, outStride: usize): void {
  let a0 = v128.load(start), b0 = v128.load(start, 16);
  start += startStride;
  let a1 = v128.load(start), b1 = v128.load(start, 16);
  start += startStride;
  let a2 = v128.load(start), b2 = v128.load(start, 16);
  start += startStride;
  let a3 = v128.load(start), b3 = v128.load(start, 16);
  start += startStride;
  let a4 = v128.load(start), b4 = v128.load(start, 16);
  while (depth) {
    const a = v128.load(right);
    const b = v128.load(right, 16);
    let x = v128.load_splat<f32>(left);
    a0 = multiplyAdd(x, a, a0);
    b0 = multiplyAdd(x, b, b0);
    x = v128.load_splat<f32>(left, 4);
    a1 = multiplyAdd(x, a, a1);
    b1 = multiplyAdd(x, b, b1);
    x = v128.load_splat<f32>(left, 8);
    a2 = multiplyAdd(x, a, a2);
    b2 = multiplyAdd(x, b, b2);
    x = v128.load_splat<f32>(left, 12);
    a3 = multiplyAdd(x, a, a3);
    b3 = multiplyAdd(x, b, b3);
    x = v128.load_splat<f32>(left, 16);
    a4 = multiplyAdd(x, a, a4);
    b4 = multiplyAdd(x, b, b4);
    left += 20;
    right += 32;
    depth--;
  }
  v128.store(out, a0);
  v128.store(out, b0, 16);
  out += outStride;
  v128.store(out, a1);
  v128.store(out, b1, 16);
  out += outStride;
  v128.store(out, a2);
  v128.store(out, b2, 16);
  out += outStride;
  v128.store(out, a3);
  v128.store(out, b3, 16);
  out += outStride;
  v128.store(out, a4);
  v128.store(out, b4, 16);
}
