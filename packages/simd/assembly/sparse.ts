import { multiplyAdd } from "./multiplyAdd";

/**
 * Products whose left factor is mostly zeros, such as binary images: each row of the product is the sum of those rows of
 * the right factor that its nonzero elements choose, in the order in which the dense product adds them, so its bits are
 * the same. What is skipped is zero times a number; infinities and NaN of the right factor that meet only zeros are not seen.
 *
 * The nonzero elements of a line are listed as pairs: the offset of their row in the right factor, in bytes, and the value.
 */

/** Columns that one walk through a list serves. */
// @ts-ignore: decorator
@inline
const CHUNK: i32 = 48;

/**
 * Lists the nonzero elements of some lines in each block.
 *
 * Arguments: from, line stride, depth stride, lines, depth, lines per block, lists (room for `depth` pairs a line), counts,
 * stride between rows of the right factor in bytes.
 */
export function listNonzeros(args: usize, block: i32): void {
  const from = load<usize>(args), lineStride = load<usize>(args, 4), depthStride = load<usize>(args, 8);
  const depth = load<i32>(args, 16), perBlock = load<i32>(args, 20);
  const lists = load<usize>(args, 24), counts = load<usize>(args, 28), rowStride = load<usize>(args, 32);
  const first = block * perBlock, last = min(first + perBlock, load<i32>(args, 12));
  const listBytes = <usize>depth << 3;
  const zeros = f32x4.splat(0);
  if (depthStride == 4) {
    for (let line = first; line < last; line++) {
      const list = lists + <usize>line * listBytes;
      let source = from + <usize>line * lineStride, entry = list, row: usize = 0;
      let p = 0;
      for (; p + 4 <= depth; p += 4) {
        // Ink lies together: most fours are empty.
        if (v128.any_true(f32x4.ne(v128.load(source), zeros))) {
          for (let i: usize = 0; i < 4; i++) entry = append(entry, load<f32>(source + (i << 2)), row + i * rowStride);
        }
        source += 16;
        row += 4 * rowStride;
      }
      for (; p < depth; p++) {
        entry = append(entry, load<f32>(source), row);
        source += 4;
        row += rowStride;
      }
      store<i32>(counts + (<usize>line << 2), (entry - list) >> 3);
    }
    return;
  }
  for (let line = first; line < last; line++) store<i32>(counts + (<usize>line << 2), 0);
  let row: usize = 0;
  for (let p = 0; p < depth; p++) {
    let source = from + <usize>p * depthStride + <usize>first * lineStride;
    let line = first;
    // Lines lie side by side: the left factor is transposed.
    for (; line + 4 <= last; line += 4) {
      if (v128.any_true(f32x4.ne(v128.load(source), zeros))) {
        for (let i = 0; i < 4; i++) appendTo(lists, counts, listBytes, line + i, load<f32>(source + (<usize>i << 2)), row);
      }
      source += 16;
    }
    for (; line < last; line++) {
      appendTo(lists, counts, listBytes, line, load<f32>(source), row);
      source += lineStride;
    }
    row += rowStride;
  }
}

/** Writes a pair; where the next one goes is behind it only if it counts. */
// @ts-ignore: decorator
@inline
function append(entry: usize, value: f32, row: usize): usize {
  store<usize>(entry, row);
  store<f32>(entry, value, 4);
  return entry + (<usize>(value != 0) << 3);
}

// @ts-ignore: decorator
@inline
function appendTo(lists: usize, counts: usize, listBytes: usize, line: i32, value: f32, row: usize): void {
  const count = counts + (<usize>line << 2);
  const listed = load<i32>(count);
  append(lists + <usize>line * listBytes + (<usize>listed << 3), value, row);
  store<i32>(count, listed + i32(value != 0));
}

/**
 * Arguments: rows, columns, depth, lists, counts, right, out, start (one row for all, or zeros), step of start in bytes,
 * rows per block, chunks per block.
 */
export function multiplySparse(args: usize, block: i32): void {
  const rows = load<i32>(args), columns = load<i32>(args, 4), listBytes = <usize>load<i32>(args, 8) << 3;
  const lists = load<usize>(args, 12), counts = load<usize>(args, 16), right = load<usize>(args, 20), out = load<usize>(args, 24);
  const start = load<usize>(args, 28), startStep = load<usize>(args, 32), rowsPerBlock = load<i32>(args, 36), chunksPerBlock = load<i32>(args, 40);
  const chunks = (columns + CHUNK - 1) / CHUNK;
  const across = (chunks + chunksPerBlock - 1) / chunksPerBlock;
  const firstRow = (block / across) * rowsPerBlock, lastRow = min(firstRow + rowsPerBlock, rows);
  const firstChunk = (block % across) * chunksPerBlock, lastChunk = min(firstChunk + chunksPerBlock, chunks);
  for (let chunk = firstChunk; chunk < lastChunk; chunk++) {
    const column = chunk * CHUNK;
    const end = min(column + CHUNK, columns);
    for (let row = firstRow; row < lastRow; row++) {
      const list = lists + <usize>row * listBytes;
      const listEnd = list + (<usize>load<i32>(counts + (<usize>row << 2)) << 3);
      const outRow = out + (<usize>(row * columns) << 2);
      if (end - column == CHUNK) {
        twelve(list, listEnd, right + (<usize>column << 2), start + <usize>column * startStep, outRow + (<usize>column << 2));
        continue;
      }
      let c = column;
      for (; c + 16 <= end; c += 16) four(list, listEnd, right + (<usize>c << 2), start + <usize>c * startStep, outRow + (<usize>c << 2));
      for (; c + 4 <= end; c += 4) one(list, listEnd, right + (<usize>c << 2), start + <usize>c * startStep, outRow + (<usize>c << 2));
      for (; c < end; c++) single(list, listEnd, right + (<usize>c << 2), start + <usize>c * startStep, outRow + (<usize>c << 2));
    }
  }
}

/** 12 vectors of one row of the product: as in a tile, loads, sums and stores keep one order. */
export function twelve(entry: usize, end: usize, right: usize, start: usize, out: usize): void {
  let s0 = v128.load(start);
  let s1 = v128.load(start, 16);
  let s2 = v128.load(start, 32);
  let s3 = v128.load(start, 48);
  let s4 = v128.load(start, 64);
  let s5 = v128.load(start, 80);
  let s6 = v128.load(start, 96);
  let s7 = v128.load(start, 112);
  let s8 = v128.load(start, 128);
  let s9 = v128.load(start, 144);
  let s10 = v128.load(start, 160);
  let s11 = v128.load(start, 176);
  while (entry < end) {
    const row = right + load<usize>(entry);
    const x = v128.load_splat<f32>(entry, 4);
    s0 = multiplyAdd(x, v128.load(row), s0);
    s1 = multiplyAdd(x, v128.load(row, 16), s1);
    s2 = multiplyAdd(x, v128.load(row, 32), s2);
    s3 = multiplyAdd(x, v128.load(row, 48), s3);
    s4 = multiplyAdd(x, v128.load(row, 64), s4);
    s5 = multiplyAdd(x, v128.load(row, 80), s5);
    s6 = multiplyAdd(x, v128.load(row, 96), s6);
    s7 = multiplyAdd(x, v128.load(row, 112), s7);
    s8 = multiplyAdd(x, v128.load(row, 128), s8);
    s9 = multiplyAdd(x, v128.load(row, 144), s9);
    s10 = multiplyAdd(x, v128.load(row, 160), s10);
    s11 = multiplyAdd(x, v128.load(row, 176), s11);
    entry += 8;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
  v128.store(out, s4, 64);
  v128.store(out, s5, 80);
  v128.store(out, s6, 96);
  v128.store(out, s7, 112);
  v128.store(out, s8, 128);
  v128.store(out, s9, 144);
  v128.store(out, s10, 160);
  v128.store(out, s11, 176);
}

/** 4 vectors of one row of the product: as in a tile, loads, sums and stores keep one order. */
export function four(entry: usize, end: usize, right: usize, start: usize, out: usize): void {
  let s0 = v128.load(start);
  let s1 = v128.load(start, 16);
  let s2 = v128.load(start, 32);
  let s3 = v128.load(start, 48);
  while (entry < end) {
    const row = right + load<usize>(entry);
    const x = v128.load_splat<f32>(entry, 4);
    s0 = multiplyAdd(x, v128.load(row), s0);
    s1 = multiplyAdd(x, v128.load(row, 16), s1);
    s2 = multiplyAdd(x, v128.load(row, 32), s2);
    s3 = multiplyAdd(x, v128.load(row, 48), s3);
    entry += 8;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/** 1 vector of one row of the product: as in a tile, loads, sums and stores keep one order. */
export function one(entry: usize, end: usize, right: usize, start: usize, out: usize): void {
  let s0 = v128.load(start);
  while (entry < end) {
    const row = right + load<usize>(entry);
    const x = v128.load_splat<f32>(entry, 4);
    s0 = multiplyAdd(x, v128.load(row), s0);
    entry += 8;
  }
  v128.store(out, s0);
}

/** One number of the product, in the first lane so that it is rounded like the others. */
function single(entry: usize, end: usize, right: usize, start: usize, out: usize): void {
  let s = v128.load_splat<f32>(start);
  while (entry < end) {
    s = multiplyAdd(v128.load_splat<f32>(entry, 4), v128.load_splat<f32>(right + load<usize>(entry)), s);
    entry += 8;
  }
  store<f32>(out, f32x4.extract_lane(s, 0));
}
