import type { Matrix, Start } from "./product.js";
import type { KernelArguments } from "./register.js";

type Backend = KernelArguments["backend"];

/** Columns that one walk through a list serves, as in `assembly/sparse.ts`. */
export const CHUNK = 48;

/** Share of nonzero elements up to which skipping the others pays: measured, with a margin. */
const SPARSE = 0.3;

/** Elements that are looked at before all are. */
const SAMPLE = 256;

/** Multiplications below which a product is not worth the look. */
const WORTHWHILE = 1_000_000;

/**
 * Multiplies by skipping the zeros of the left factor, if there are enough of them; says whether it did. The result has
 * the bits of the dense product.
 */
export function multiplySparse(backend: Backend, a: number, b: number, out: number, left: Matrix, right: Matrix, start: Start): boolean {
  const [rows, columns, depth] = [left.rows, right.columns, left.columns];
  if (rows * columns * depth < WORTHWHILE || columns < CHUNK || right.columnStride !== 1 || start.rowStride !== 0) return false;
  if (!looksSparse(backend, a / 4, rows * depth)) return false;
  return backend.withRoom(8 * rows * depth, (lists) =>
    backend.withRoom(4 * rows, (counts) => {
      const perBlock = Math.max(1, Math.floor(16_384 / depth));
      backend.run(
        "listNonzeros",
        [a, 4 * left.rowStride, 4 * left.columnStride, rows, depth, perBlock, lists, counts, 4 * right.rowStride],
        Math.ceil(rows / perBlock), true,
      );
      let nonzeros = 0;
      for (const count of backend.words.subarray(counts / 4, counts / 4 + rows)) nonzeros += count;
      if (nonzeros > SPARSE * rows * depth) return false;
      const chunks = Math.ceil(columns / CHUNK);
      // A block walks through a strip of the right factor, which stays in its thread's cache.
      const rowsPerBlock = Math.ceil(rows / 2);
      backend.run(
        "multiplySparse",
        [rows, columns, depth, lists, counts, b, out, start.pointer, start.columnStep, rowsPerBlock, 1],
        chunks * Math.ceil(rows / rowsPerBlock), true,
      );
      return true;
    }),
  );
}

/** A few elements, spread over all by a step that shares no factor with rows of usual lengths. */
function looksSparse({ floats }: Backend, first: number, size: number): boolean {
  const step = Math.max(1, Math.floor(size / SAMPLE) | 1);
  let seen = 0;
  let nonzeros = 0;
  for (let i = 0; i < size; i += step) {
    seen++;
    if (floats[first + i] !== 0) nonzeros++;
  }
  return nonzeros <= 1.3 * SPARSE * seen;
}
