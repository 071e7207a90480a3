import { BatchMatMul, type TensorInfo } from "@tensorflow/tfjs-core";
import { shapeBytes, wasmFunction, type WasmBackend } from "./backend.js";
import { allocate, releaseMatrix, transposeInto, viewMatrix, viewMemory, type Matrix } from "./matrix.js";
import { packedId } from "./packedFactors.js";

/** A matrix stored in part of a tensor, and whether the product takes it as stored or transposed. */
export interface Factor {
  readonly tensor: TensorInfo;
  /** The first element. */
  readonly start: number;
  /** As stored, before any transposition. */
  readonly rows: number;
  readonly columns: number;
  readonly transposed: boolean;
}

/**
 * out = left · right in float32, each factor transposed or not, written from element `start` of `out` on.
 *
 * The backend's fast product (XNNPACK's fully connected operator, 32 GFLOP/s on a core where its own loops reach 2.2)
 * takes neither transposed: they are transposed first. It packs the right factor before it multiplies, which costs
 * as much as four transpositions; so where it is cheaper (the right factor larger than the left, as in a dense layer)
 * the product is computed as outᵀ = rightᵀ · leftᵀ. Every element is the same sum in the same order either way, so the
 * choice does not change a bit of the result.
 */
export function multiply(backend: WasmBackend, left: Factor, right: Factor, out: TensorInfo, start: number): void {
  const m = left.transposed ? left.columns : left.rows;
  const k = left.transposed ? left.rows : left.columns;
  const n = right.transposed ? right.rows : right.columns;
  const packed = right.transposed ? undefined : packedId(backend, right);
  const result = viewMatrix(backend, out, start, m, n);
  if (packed !== undefined) {
    withOperand(backend, left, false, (a) => runProduct(backend, a, { id: packed, rows: k, columns: n }, result));
  } else if (directCost(left, right, m, k, n) <= flippedCost(left, right, m, k, n)) {
    withOperand(backend, left, false, (a) => withOperand(backend, right, false, (b) => runProduct(backend, a, b, result)));
  } else {
    withOperand(backend, right, true, (a) => withOperand(backend, left, true, (b) => runFlipped(backend, a, b, result)));
  }
  releaseMatrix(backend, result);
}

function runFlipped(backend: WasmBackend, a: Matrix, b: Matrix, result: Matrix): void {
  if (result.rows === 1 || result.columns === 1) runProduct(backend, a, b, result);
  else {
    withRoom(backend, result.columns, result.rows, (flipped) => {
      runProduct(backend, a, b, flipped);
      transposeInto(backend, flipped, result);
    });
  }
}

/** Costs in units of one transposed element, about 0.7 ns where this was measured. */
const PACKING = 4;
const MULTIPLICATION = 0.09;
/** The operator computes this many columns at a time, also where fewer are left. */
const COLUMNS_AT_ONCE = 8;

function directCost(left: Factor, right: Factor, m: number, k: number, n: number): number {
  return transposition(left, left.transposed) + transposition(right, right.transposed) + PACKING * k * n + multiplications(m, k, n);
}

function flippedCost(left: Factor, right: Factor, m: number, k: number, n: number): number {
  const back = m === 1 || n === 1 ? 0 : m * n;
  return transposition(left, !left.transposed) + transposition(right, !right.transposed) + PACKING * m * k + multiplications(n, k, m) + back;
}

function transposition({ rows, columns }: Factor, needed: boolean): number {
  return needed && rows > 1 && columns > 1 ? rows * columns : 0;
}

function multiplications(m: number, k: number, n: number): number {
  return MULTIPLICATION * m * k * COLUMNS_AT_ONCE * Math.ceil(n / COLUMNS_AT_ONCE);
}

/** Hands `use` the factor, or its transpose if `flipped`, as a matrix that lives as long as the call. */
function withOperand(backend: WasmBackend, factor: Factor, flipped: boolean, use: (matrix: Matrix) => void): void {
  const stored = viewMatrix(backend, factor.tensor, factor.start, factor.rows, factor.columns);
  if (factor.transposed === flipped) use(stored);
  else if (factor.rows === 1 || factor.columns === 1) {
    const turned = viewMemory(backend, stored.byteOffset, factor.columns, factor.rows);
    use(turned);
    releaseMatrix(backend, turned);
  } else {
    withRoom(backend, factor.columns, factor.rows, (transposed) => {
      transposeInto(backend, stored, transposed);
      use(transposed);
    });
  }
  releaseMatrix(backend, stored);
}

function withRoom(backend: WasmBackend, rows: number, columns: number, use: (matrix: Matrix) => void): void {
  const room = allocate(backend, rows * columns);
  const matrix = viewMatrix(backend, room, 0, rows, columns);
  use(matrix);
  releaseMatrix(backend, matrix);
  backend.disposeData(room.dataId);
}

type Operand = Pick<Matrix, "id" | "rows" | "columns">;

const PRODUCT = ["number", "array", "number", "number", "array", "number", "number", "number", "number"] as const;

/** The fast product itself. What it packs is kept under `b.id` until that id is disposed. */
function runProduct(backend: WasmBackend, a: Operand, b: Operand, out: Matrix): void {
  const aShape = shapeBytes([1, a.rows, a.columns]);
  const bShape = shapeBytes([1, b.rows, b.columns]);
  wasmFunction(backend, BatchMatMul, PRODUCT)(a.id, aShape, 3, b.id, bShape, 3, 0, 0, out.id);
}
