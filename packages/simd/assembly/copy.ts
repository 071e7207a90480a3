import { first as offsetX, locate, second as outOffset } from "./axes";
import { BLOCK } from "./block";

/** Arguments: out, number of words, word. Fills whole vectors. */
export function fill(args: usize, block: i32): void {
  const size = load<i32>(args, 4);
  const first = block * BLOCK;
  const last = min(first + BLOCK, size);
  const out = load<usize>(args);
  const value = v128.load_splat<i32>(args, 8);
  for (let i = first; i < last; i += 4) v128.store(out + (<usize>i << 2), value);
}

/**
 * Transposes planes, four by four words at a time: `out[row, column] = x[row + column · stride]`.
 *
 * Arguments: x, out, columns, stride of x between columns, rows, rows per block (a multiple of four), number of axes above
 * the plane, and for each its length, the strides of x and out. A block takes a band of rows of one plane.
 */
export function transposePlanes(args: usize, block: i32): void {
  const columns = load<i32>(args, 8), rows = load<i32>(args, 16), perBlock = load<i32>(args, 20), axes = load<i32>(args, 24);
  const stride = <usize>load<i32>(args, 12) << 2, outStride = <usize>columns << 2;
  const bands = (rows + perBlock - 1) / perBlock;
  locate(args + 28, axes, block / bands);
  const from = load<usize>(args) + (<usize>offsetX << 2), to = load<usize>(args, 4) + (<usize>outOffset << 2);
  const first = (block % bands) * perBlock;
  const last = min(first + perBlock, rows);
  let row = first;
  for (; row + 4 <= last; row += 4) {
    let source = from + (<usize>row << 2);
    let target = to + <usize>row * outStride;
    let column = 0;
    for (; column + 4 <= columns; column += 4) {
      const r0 = v128.load(source), r1 = v128.load(source + stride), r2 = v128.load(source + 2 * stride), r3 = v128.load(source + 3 * stride);
      const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
      v128.store(target + outStride, v128.shuffle<i64>(low01, low23, 1, 3));
      v128.store(target + 2 * outStride, v128.shuffle<i64>(high01, high23, 0, 2));
      v128.store(target + 3 * outStride, v128.shuffle<i64>(high01, high23, 1, 3));
      source += 4 * stride;
      target += 16;
    }
    for (; column < columns; column++) {
      for (let r: usize = 0; r < 4; r++) store<i32>(target + r * outStride, load<i32>(source + (r << 2)));
      source += stride;
      target += 4;
    }
  }
  for (; row < last; row++) {
    let source = from + (<usize>row << 2);
    let target = to + <usize>row * outStride;
    for (let column = 0; column < columns; column++) {
      store<i32>(target, load<i32>(source));
      source += stride;
      target += 4;
    }
  }
}

/** Arguments: condition (bytes), yes, no, out, number of elements. Whole vectors. */
export function selectWords(args: usize, block: i32): void {
  const condition = load<usize>(args), yes = load<usize>(args, 4), no = load<usize>(args, 8), out = load<usize>(args, 12);
  const first = block * BLOCK;
  const last = min(first + BLOCK, load<i32>(args, 16));
  for (let i = first; i < last; i += 4) {
    const at = <usize>i << 2;
    const bytes = v128.load32_zero(condition + <usize>i);
    const mask = i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
    v128.store(out + at, v128.bitselect(v128.load(yes + at), v128.load(no + at), mask));
  }
}

/** Truth values as numbers. Arguments: x (bytes), out, number of elements. Whole vectors. */
export function bytesToFloats(args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const first = block * BLOCK;
  const last = min(first + BLOCK, load<i32>(args, 8));
  for (let i = first; i < last; i += 4) {
    const bytes = v128.load32_zero(x + <usize>i);
    v128.store(out + (<usize>i << 2), f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes))));
  }
}

/** Whole numbers as numbers. Arguments: x, out, number of elements. Whole vectors. */
export function wordsToFloats(args: usize, block: i32): void {
  const x = load<usize>(args), out = load<usize>(args, 4);
  const first = block * BLOCK;
  const last = min(first + BLOCK, load<i32>(args, 8));
  for (let i = first; i < last; i += 4) v128.store(out + (<usize>i << 2), f32x4.convert_i32x4_s(v128.load(x + (<usize>i << 2))));
}
