import { copyWords } from "./move";

/**
 * `out[o, i, :] = x[o, indices[batch of o, i], :]`.
 *
 * Arguments: x, indices, out, rows (o times i), rows per block, indices of a batch, outer rows of a batch, length of the axis
 * that is gathered from, row length.
 */
export function gatherRows(args: usize, block: i32): void {
  const x = load<usize>(args), indices = load<usize>(args, 4), out = load<usize>(args, 8), perBlock = load<i32>(args, 16);
  const count = load<i32>(args, 20), outer = load<i32>(args, 24), dimension = load<i32>(args, 28), length = load<i32>(args, 32);
  const last = min((block + 1) * perBlock, load<i32>(args, 12));
  const bytes = <usize>length << 2;
  for (let row = block * perBlock; row < last; row++) {
    const o = row / count;
    const index = load<i32>(indices + (<usize>((o / outer) * count + row % count) << 2));
    copyWords(x + <usize>(o * dimension + index) * bytes, out + <usize>row * bytes, length);
  }
}

/**
 * `out[s, :] = sum of x[i, :] over the i whose segment is s`, in the order of i. A block makes some segments; it passes
 * over all of x's rows and takes its own.
 *
 * Arguments: x, segments, out, rows of x, row length, number of segments, segments per block.
 */
export function sumSegments(args: usize, block: i32): void {
  const segments = load<usize>(args, 4), rows = load<i32>(args, 12), length = load<i32>(args, 16), perBlock = load<i32>(args, 24);
  const first = block * perBlock;
  const count = min(perBlock, load<i32>(args, 20) - first);
  const bytes = <usize>length << 2;
  const out = load<usize>(args, 8) + <usize>first * bytes;
  memory.fill(out, 0, <usize>count * bytes);
  let from = load<usize>(args);
  for (let row = 0; row < rows; row++) {
    const segment = load<i32>(segments + (<usize>row << 2)) - first;
    if (<u32>segment < <u32>count) addRow(from, out + <usize>segment * bytes, length);
    from += bytes;
  }
}

// @ts-ignore: decorator
@inline
function addRow(from: usize, to: usize, length: i32): void {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const at = <usize>i << 2;
    v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
  }
  for (; i < length; i++) {
    const at = <usize>i << 2;
    store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
  }
}

/**
 * Rows of one word, another where an index says so; indices outside the row leave it as it is.
 *
 * Arguments: indices, out, rows, row length, rows per block, word, the other word.
 */
export function oneHotRows(args: usize, block: i32): void {
  const indices = load<usize>(args), length = load<i32>(args, 12), perBlock = load<i32>(args, 16);
  const off = load<i32>(args, 20), on = load<i32>(args, 24);
  const last = min((block + 1) * perBlock, load<i32>(args, 8));
  for (let row = block * perBlock; row < last; row++) {
    const to = load<usize>(args, 4) + (<usize>(row * length) << 2);
    for (let i = 0; i < length; i++) store<i32>(to + (<usize>i << 2), off);
    const index = load<i32>(indices + (<usize>row << 2));
    if (<u32>index < <u32>length) store<i32>(to + (<usize>index << 2), on);
  }
}
