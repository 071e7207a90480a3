import { copyWords } from "./move";
import { multiplyAdd } from "./multiplyAdd";
import { packPanels } from "./pack";
import { multiplyTiles } from "./product";
import { TILE_COLUMNS, TILE_ROWS } from "./tile";

/*
 * A convolution is a product of patches, made where they are needed and never kept, with the filter:
 *
 *   out[n, p, q, :] = start + sum over taps t of x[n, p · down + row_t, q · across + column_t, :] · filter_t
 *
 * where x is zero outside the image. A tap is a row of the table: its row, its column, the address of its part of the
 * filter, and how many taps from here on lie side by side.
 *
 * Arguments of the geometry: x, height, width, channels, output height, width, positions (of all images), stride down,
 * across, taps, table.
 */
const GEOMETRY_BYTES: usize = 44;
const TAP_BYTES: usize = 16;

/** Writes the patches of some positions, taps `t0` to `t1`, one row after another. */
function writePatches(args: usize, first: i32, last: i32, t0: i32, t1: i32, to: usize): void {
  const height = load<i32>(args, 4), width = load<i32>(args, 8), channels = load<i32>(args, 12);
  const outHeight = load<i32>(args, 16), outWidth = load<i32>(args, 20), down = load<i32>(args, 28), across = load<i32>(args, 32);
  const table = load<usize>(args, 40);
  const pixel = <usize>channels << 2;
  const image = load<usize>(args) + <usize>((first / (outHeight * outWidth)) * height * width) * pixel;
  let x = image;
  let p = (first / outWidth) % outHeight, q = first % outWidth;
  for (let position = first; position < last; position++) {
    let t = t0;
    while (t < t1) {
      const tap = table + <usize>t * TAP_BYTES;
      const row = p * down + load<i32>(tap), column = q * across + load<i32>(tap, 4);
      const run = min(load<i32>(tap, 12), t1 - t);
      const inRow = <u32>row < <u32>height;
      if (inRow && column >= 0 && column + run <= width) {
        copyWords(x + <usize>(row * width + column) * pixel, to, run * channels);
        to += <usize>run * pixel;
      } else {
        for (let i = 0; i < run; i++) {
          if (inRow && <u32>(column + i) < <u32>width) copyWords(x + <usize>(row * width + column + i) * pixel, to, channels);
          else memory.fill(to, 0, pixel);
          to += pixel;
        }
      }
      t += run;
    }
    if (++q == outWidth) {
      q = 0;
      if (++p == outHeight) {
        p = 0;
        x += <usize>(height * width) * pixel;
      }
    }
  }
}

/** Rooms that blocks borrow while they run: as many as there are threads, each with a word that says whether it is lent. */
function borrow(rooms: usize, count: i32): i32 {
  let i = 0;
  while (atomic.cmpxchg<i32>(rooms + (<usize>i << 2), 0, 1) != 0) i = i + 1 < count ? i + 1 : 0;
  return i;
}

function giveBack(rooms: usize, index: i32): void {
  atomic.store<i32>(rooms + (<usize>index << 2), 0);
}

/**
 * Packs the filter into panels of eight output channels, those of each run of `tapsPerPart` taps one after another.
 *
 * Arguments: bytes between output channels, between input channels, output channels, input channels, taps, table, taps per
 * part, to. A block takes one panel.
 */
export function packFilter(args: usize, panel: i32): void {
  const lines = load<i32>(args, 8), channels = load<i32>(args, 12), taps = load<i32>(args, 16), tapsPerPart = load<i32>(args, 24);
  const panels = (lines + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const bytes = <usize>(channels * TILE_COLUMNS) << 2;
  for (let t = 0; t < taps; t++) {
    const part = t / tapsPerPart * tapsPerPart;
    const inPart = min(tapsPerPart, taps - part);
    const to = load<usize>(args, 28) + <usize>(part * panels + panel * inPart + t - part) * bytes;
    const from = load<usize>(load<usize>(args, 20) + <usize>t * TAP_BYTES, 8);
    packPanels(from, load<usize>(args), load<usize>(args, 4), lines, channels, TILE_COLUMNS, panel, panel + 1, to - <usize>panel * bytes);
  }
}

/**
 * The product of patches and packed filter, a run of positions in each block.
 *
 * Arguments: the geometry, then taps per part, filter, output channels, out, start (one number for each output channel, or
 * zeros), bytes between those, panels of positions per block, rooms: their words, number, address, bytes of each.
 */
export function convolve(args: usize, block: i32): void {
  const own = args + GEOMETRY_BYTES;
  const channels = load<i32>(args, 12), positions = load<i32>(args, 24), taps = load<i32>(args, 36);
  const tapsPerPart = load<i32>(own), columns = load<i32>(own, 8), perBlock = load<i32>(own, 24);
  const first = block * perBlock * TILE_ROWS;
  const rows = min(perBlock * TILE_ROWS, positions - first);
  const panels = (rows + TILE_ROWS - 1) / TILE_ROWS, tileColumns = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const outStride = <usize>columns << 2;
  const out = load<usize>(own, 12) + <usize>first * outStride;
  const index = borrow(load<usize>(own, 28), load<i32>(own, 32));
  const patches = load<usize>(own, 36) + <usize>index * load<usize>(own, 40);
  for (let t = 0; t < taps; t += tapsPerPart) {
    const depth = min(tapsPerPart, taps - t) * channels;
    const left = patches + (<usize>(depth * TILE_ROWS) << 2);
    for (let panel = 0; panel < panels; panel++) {
      const present = min(TILE_ROWS, rows - panel * TILE_ROWS);
      const position = first + panel * TILE_ROWS;
      writePatches(args, position, position + present, t, min(t + tapsPerPart, taps), patches);
      packPanels(patches, <usize>depth << 2, 4, present, depth, TILE_ROWS, 0, 1, left + (<usize>(panel * depth * TILE_ROWS) << 2));
    }
    const right = load<usize>(own, 4) + (<usize>(t * channels * tileColumns * TILE_COLUMNS) << 2);
    if (t == 0) multiplyTiles(rows, columns, depth, left, right, out, outStride, load<usize>(own, 16), 0, load<usize>(own, 20), 0, panels, 0, tileColumns);
    else multiplyTiles(rows, columns, depth, left, right, out, outStride, out, outStride, 4, 0, panels, 0, tileColumns);
  }
  giveBack(load<usize>(own, 28), index);
}

/** The filter of one output channel, tap after tap. Arguments as of `packFilter`; a block takes one channel. */
export function packNarrowFilter(args: usize, line: i32): void {
  const channels = load<i32>(args, 12), taps = load<i32>(args, 16);
  const step = load<usize>(args, 4);
  let to = load<usize>(args, 28) + (<usize>(line * taps * channels) << 2);
  for (let t = 0; t < taps; t++) {
    let from = load<usize>(load<usize>(args, 20) + <usize>t * TAP_BYTES, 8) + <usize>line * load<usize>(args);
    for (let c = 0; c < channels; c++) {
      store<f32>(to, load<f32>(from));
      from += step;
      to += 4;
    }
  }
}

/**
 * The same as `convolve` for few output channels, of which a tile would be empty for the most part: the dot product of each
 * patch with each. The first argument beside the geometry is how many patches are made at once; a block takes positions.
 */
export function convolveNarrow(args: usize, block: i32): void {
  const own = args + GEOMETRY_BYTES;
  const taps = load<i32>(args, 36);
  const depth = load<i32>(args, 12) * taps;
  const atOnce = load<i32>(own), columns = load<i32>(own, 8), perBlock = load<i32>(own, 24);
  const filter = load<usize>(own, 4), start = load<usize>(own, 16), startStep = load<usize>(own, 20);
  const first = block * perBlock, last = min(first + perBlock, load<i32>(args, 24));
  const bytes = <usize>depth << 2;
  let out = load<usize>(own, 12) + (<usize>(first * columns) << 2);
  const index = borrow(load<usize>(own, 28), load<i32>(own, 32));
  const patches = load<usize>(own, 36) + <usize>index * load<usize>(own, 40);
  for (let position = first; position < last; position += atOnce) {
    const count = min(atOnce, last - position);
    writePatches(args, position, position + count, 0, taps, patches);
    for (let i = 0; i < count; i++) {
      for (let column = 0; column < columns; column++) {
        store<f32>(out, load<f32>(start + <usize>column * startStep) + dot(patches + <usize>i * bytes, filter + <usize>column * bytes, depth));
        out += 4;
      }
    }
  }
  giveBack(load<usize>(own, 28), index);
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, count: i32): f32 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
    s1 = multiplyAdd(v128.load(a, 16), v128.load(b, 16), s1);
    s2 = multiplyAdd(v128.load(a, 32), v128.load(b, 32), s2);
    s3 = multiplyAdd(v128.load(a, 48), v128.load(b, 48), s3);
    a += 64;
    b += 64;
  }
  for (; i + 4 <= count; i += 4) {
    s0 = multiplyAdd(v128.load(a), v128.load(b), s0);
    a += 16;
    b += 16;
  }
  s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  let sum = (f32x4.extract_lane(s0, 0) + f32x4.extract_lane(s0, 1)) + (f32x4.extract_lane(s0, 2) + f32x4.extract_lane(s0, 3));
  for (; i < count; i++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/**
 * Part of the gradient of the filter, transposed: `out[block, o, (t, c)] = sum over the block's positions of dy[position, o]
 * · patch[position, (t, c)]`.
 *
 * Arguments: the geometry, then dy, output channels, out, positions per block, positions that are packed at once, zeros,
 * rooms: their words, number, address, bytes of each.
 */
export function convolveFilter(args: usize, block: i32): void {
  const own = args + GEOMETRY_BYTES;
  const taps = load<i32>(args, 36);
  const columns = load<i32>(args, 12) * taps, rows = load<i32>(own, 4);
  const perBlock = load<i32>(own, 12), atOnce = load<i32>(own, 16);
  const zeros = load<usize>(own, 20);
  const first = block * perBlock, last = min(first + perBlock, load<i32>(args, 24));
  const panels = (rows + TILE_ROWS - 1) / TILE_ROWS;
  const outStride = <usize>columns << 2, dyStride = <usize>rows << 2;
  const out = load<usize>(own, 8) + <usize>(block * rows) * outStride;
  const index = borrow(load<usize>(own, 24), load<i32>(own, 28));
  const right = load<usize>(own, 32) + <usize>index * load<usize>(own, 36);
  const left = right + (<usize>(atOnce * TILE_COLUMNS) << 2);
  const patches = left + (<usize>(atOnce * panels * TILE_ROWS) << 2);
  for (let position = first; position < last; position += atOnce) {
    const depth = min(atOnce, last - position);
    writePatches(args, position, position + depth, 0, taps, patches);
    packLines(load<usize>(own) + <usize>position * dyStride, dyStride, rows, depth, left);
    for (let column = 0, j = 0; column < columns; column += TILE_COLUMNS, j++) {
      const width = min(TILE_COLUMNS, columns - column);
      packPanels(patches, 4, outStride, columns, depth, TILE_COLUMNS, j, j + 1, right - (<usize>(j * depth * TILE_COLUMNS) << 2));
      const to = out + (<usize>column << 2);
      if (position == first) multiplyTiles(rows, width, depth, left, right, to, outStride, zeros, 0, 0, 0, panels, 0, 1);
      else multiplyTiles(rows, width, depth, left, right, to, outStride, to, outStride, 4, 0, panels, 0, 1);
    }
  }
  giveBack(load<usize>(own, 24), index);
}

/** Panels of lines that lie side by side, as wide as a tile is high. */
function packLines(from: usize, depthStride: usize, lines: i32, depth: i32, to: usize): void {
  const panels = (lines + TILE_ROWS - 1) / TILE_ROWS;
  for (let panel = 0; panel < panels; panel++) {
    if (lines - panel * TILE_ROWS < TILE_ROWS) {
      packPanels(from, 4, depthStride, lines, depth, TILE_ROWS, panel, panel + 1, to);
      return;
    }
    let source = from + (<usize>(panel * TILE_ROWS) << 2);
    let target = to + (<usize>(panel * depth * TILE_ROWS) << 2);
    for (let p = 0; p < depth; p++) {
      v128.store(target, v128.load(source));
      if (TILE_ROWS == 6) store<i64>(target, load<i64>(source, 16), 16);
      else store<i32>(target, load<i32>(source, 16), 16);
      source += depthStride;
      target += <usize>TILE_ROWS << 2;
    }
  }
}
