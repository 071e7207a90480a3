import { packPanels } from "./pack";
import { tile, TILE_COLUMNS, TILE_ROWS } from "./tile";

/** The tile at an edge of the product is made here, whole, and copied from here in part. One per thread. */
let scratch: usize = 0;

/** Gives the calling thread its room: a tile of six rows of eight numbers. */
export function setScratch(pointer: usize): void {
  scratch = pointer;
}

/** The height of a tile, which the left factor's panels have. */
export function tileRows(): i32 {
  return TILE_ROWS;
}

/**
 * Packs both factors of a product, some panels in each block: first those of the left factor, then those of the right.
 *
 * Arguments, for each factor: from, line stride, depth stride, lines, panels per block, to; before them the depth.
 */
export function packFactors(args: usize, block: i32): void {
  const depth = load<i32>(args);
  let factor = args + 4;
  let width = TILE_ROWS;
  const leftBlocks = blocksOf(load<i32>(factor, 12), width, load<i32>(factor, 16));
  if (block >= leftBlocks) {
    block -= leftBlocks;
    factor += 24;
    width = TILE_COLUMNS;
  }
  const lines = load<i32>(factor, 12);
  const first = block * load<i32>(factor, 16);
  const last = min(first + load<i32>(factor, 16), (lines + width - 1) / width);
  packPanels(load<usize>(factor), load<usize>(factor, 4), load<usize>(factor, 8), lines, depth, width, first, last, load<usize>(factor, 20));
}

function blocksOf(lines: i32, width: i32, panelsPerBlock: i32): i32 {
  const panels = (lines + width - 1) / width;
  return (panels + panelsPerBlock - 1) / panelsPerBlock;
}

/**
 * Multiplies packed factors, a rectangle of tiles in each block. Every sum runs over the whole depth in order, so how the
 * product is cut does not show in the result.
 *
 * Arguments: rows, columns, depth, left, right, out, stride of out, start, row stride of start, column step of start, tile
 * rows per block, tile columns per block.
 */
export function multiplyPacked(args: usize, block: i32): void {
  const rows = load<i32>(args), columns = load<i32>(args, 4), depth = load<i32>(args, 8);
  const rowsPerBlock = load<i32>(args, 40), columnsPerBlock = load<i32>(args, 44);
  const tileRows = (rows + TILE_ROWS - 1) / TILE_ROWS, tileColumns = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const acrossBlocks = (tileColumns + columnsPerBlock - 1) / columnsPerBlock;
  const i0 = (block / acrossBlocks) * rowsPerBlock, j0 = (block % acrossBlocks) * columnsPerBlock;
  const i1 = min(i0 + rowsPerBlock, tileRows), j1 = min(j0 + columnsPerBlock, tileColumns);
  multiplyTiles(
    rows, columns, depth, load<usize>(args, 12), load<usize>(args, 16), load<usize>(args, 20), load<usize>(args, 24),
    load<usize>(args, 28), load<usize>(args, 32), load<usize>(args, 36), i0, i1, j0, j1,
  );
}

export function multiplyTiles(
  rows: i32, columns: i32, depth: i32, left: usize, right: usize, out: usize, outStride: usize,
  start: usize, startStride: usize, startStep: usize, i0: i32, i1: i32, j0: i32, j1: i32,
): void {
  const leftPanel = <usize>(depth * TILE_ROWS) << 2, rightPanel = <usize>(depth * TILE_COLUMNS) << 2;
  for (let j = j0; j < j1; j++) {
    const width = min(TILE_COLUMNS, columns - j * TILE_COLUMNS);
    const panel = right + <usize>j * rightPanel;
    const outColumn = out + (<usize>(j * TILE_COLUMNS) << 2);
    const startColumn = start + <usize>(j * TILE_COLUMNS) * startStep;
    for (let i = i0; i < i1; i++) {
      const height = min(TILE_ROWS, rows - i * TILE_ROWS);
      const to = outColumn + <usize>(i * TILE_ROWS) * outStride;
      const from = startColumn + <usize>(i * TILE_ROWS) * startStride;
      if (height == TILE_ROWS && width == TILE_COLUMNS) {
        tile(depth, left + <usize>i * leftPanel, panel, from, startStride, to, outStride);
      } else {
        edgeTile(depth, left + <usize>i * leftPanel, panel, from, startStride, startStep, to, outStride, height, width);
      }
    }
  }
}

function edgeTile(
  depth: i32, left: usize, right: usize, start: usize, startStride: usize, startStep: usize, out: usize, outStride: usize,
  height: i32, width: i32,
): void {
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      store<f32>(scratch + (<usize>(r * TILE_COLUMNS + c) << 2), load<f32>(start + <usize>r * startStride + <usize>c * startStep));
    }
  }
  tile(depth, left, right, scratch, TILE_COLUMNS * 4, scratch, TILE_COLUMNS * 4);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      store<f32>(out + <usize>r * outStride + (<usize>c << 2), load<f32>(scratch + (<usize>(r * TILE_COLUMNS + c) << 2)));
    }
  }
}

/**
 * Products of many small matrices, a run of them in each block, packed within the thread's own room.
 *
 * Arguments: products, products per block, table of left and right pointers, out, rows, columns, depth, left line stride,
 * left depth stride, right line stride, right depth stride, start (zeros, or a row for all), column step of start, room,
 * room per block.
 */
export function multiplyMany(args: usize, block: i32): void {
  const perBlock = load<i32>(args, 4);
  const first = block * perBlock, last = min(first + perBlock, load<i32>(args));
  const table = load<usize>(args, 8);
  const rows = load<i32>(args, 16), columns = load<i32>(args, 20), depth = load<i32>(args, 24);
  const tileRows = (rows + TILE_ROWS - 1) / TILE_ROWS, tileColumns = (columns + TILE_COLUMNS - 1) / TILE_COLUMNS;
  const left = load<usize>(args, 52) + <usize>block * load<usize>(args, 56);
  const right = left + (<usize>(tileRows * TILE_ROWS * depth) << 2);
  const bytes = <usize>(rows * columns) << 2;
  for (let i = first; i < last; i++) {
    const pair = table + (<usize>i << 3);
    packPanels(load<usize>(pair), load<usize>(args, 28), load<usize>(args, 32), rows, depth, TILE_ROWS, 0, tileRows, left);
    packPanels(load<usize>(pair, 4), load<usize>(args, 36), load<usize>(args, 40), columns, depth, TILE_COLUMNS, 0, tileColumns, right);
    multiplyTiles(
      rows, columns, depth, left, right, load<usize>(args, 12) + <usize>i * bytes, <usize>columns << 2,
      load<usize>(args, 44), 0, load<usize>(args, 48), 0, tileRows, 0, tileColumns,
    );
  }
}
