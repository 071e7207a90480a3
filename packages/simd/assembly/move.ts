import { first as offsetX, locate, second as offsetOut } from "./axes";

/**
 * Copies rows of words, or of bytes, between any two strides: slices, concatenations, paddings, tiles and reversals.
 *
 * Arguments: x, out, row length, steps of x and out within a row, rows, rows per block, number of axes above the row, and
 * for each of those from the innermost: its length, the strides of x and out in elements. Strides may be negative or 0.
 */
// @ts-ignore: decorator
@inline
function move<T>(args: usize, block: i32): void {
  const shift: i32 = sizeof<T>() == 4 ? 2 : 0;
  const length = load<i32>(args, 8), stepX = load<i32>(args, 12), stepOut = load<i32>(args, 16), perBlock = load<i32>(args, 24);
  const axes = load<i32>(args, 28);
  const innermost = axes > 0 ? load<i32>(args, 32) : 1;
  const strideX = axes > 0 ? load<i32>(args, 36) << shift : 0, strideOut = axes > 0 ? load<i32>(args, 40) << shift : 0;
  const last = min((block + 1) * perBlock, load<i32>(args, 20));
  let row = block * perBlock;
  while (row < last) {
    locate(args + 32, axes, row);
    let from = load<usize>(args) + (<usize>offsetX << shift), to = load<usize>(args, 4) + (<usize>offsetOut << shift);
    // Rows of the innermost axis lie a stride apart: no division for each.
    const end = min(last, row - (row % innermost) + innermost);
    for (; row < end; row++) {
      moveRow<T>(from, to, length, stepX, stepOut);
      from += strideX;
      to += strideOut;
    }
  }
}

export function moveRows(args: usize, block: i32): void { move<i32>(args, block); }
export function moveBytes(args: usize, block: i32): void { move<u8>(args, block); }

// @ts-ignore: decorator
@inline
function moveRow<T>(from: usize, to: usize, length: i32, stepX: i32, stepOut: i32): void {
  if (stepOut == 1 && stepX == 1) {
    if (sizeof<T>() == 4) copyWords(from, to, length);
    else memory.copy(to, from, <usize>length);
  } else if (stepOut == 1 && stepX == 0) {
    if (sizeof<T>() == 4) repeatWord(from, to, length);
    else memory.fill(to, load<u8>(from), <usize>length);
  } else {
    const bytesX = stepX * <i32>sizeof<T>(), bytesOut = stepOut * <i32>sizeof<T>();
    for (let i = 0; i < length; i++) {
      store<T>(to, load<T>(from));
      from += bytesX;
      to += bytesOut;
    }
  }
}

// @ts-ignore: decorator
@inline
export function copyWords(from: usize, to: usize, length: i32): void {
  if (length >= 128) {
    memory.copy(to, from, <usize>length << 2);
    return;
  }
  let i = 0;
  for (; i + 4 <= length; i += 4) v128.store(to + (<usize>i << 2), v128.load(from + (<usize>i << 2)));
  for (; i < length; i++) store<i32>(to + (<usize>i << 2), load<i32>(from + (<usize>i << 2)));
}

// @ts-ignore: decorator
@inline
function repeatWord(from: usize, to: usize, length: i32): void {
  const value = v128.load_splat<i32>(from);
  let i = 0;
  for (; i + 4 <= length; i += 4) v128.store(to + (<usize>i << 2), value);
  for (; i < length; i++) store<i32>(to + (<usize>i << 2), i32x4.extract_lane(value, 0));
}
