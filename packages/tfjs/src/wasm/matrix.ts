import { Transpose, util, type TensorInfo } from "@tensorflow/tfjs-core";
import { byteOffset, shapeBytes, wasmFunction, type WasmBackend } from "./backend.js";

/**
 * A row-major float32 matrix in the backend's memory, under an id of its own: the whole of a tensor or a part of it.
 *
 * The wasm module knows tensors by id and takes the id's word for what is stored there; so a second id for the same
 * memory is a view that costs nothing.
 */
export interface Matrix {
  readonly id: number;
  readonly byteOffset: number;
  readonly rows: number;
  readonly columns: number;
}

/** Views `rows * columns` values of a tensor, from element `start` on. To be released. */
export function viewMatrix(backend: WasmBackend, x: TensorInfo, start: number, rows: number, columns: number): Matrix {
  return viewMemory(backend, byteOffset(backend, x) + 4 * start, rows, columns);
}

/** The same memory read as another matrix. To be released. */
export function viewMemory(backend: WasmBackend, at: number, rows: number, columns: number): Matrix {
  const id = backend.dataIdNextNumber++;
  backend.wasm.tfjs.registerTensor(id, rows * columns, at);
  return { id, byteOffset: at, rows, columns };
}

/** Forgets a view, and with it whatever the wasm module keeps for its id; the memory stays. */
export function releaseMatrix(backend: WasmBackend, matrix: Matrix): void {
  backend.wasm.tfjs.disposeData(matrix.id);
}

const TRANSPOSE = ["number", "array", "number", "number", "number", "array", "number"] as const;
const SWAP = shapeBytes([1, 0]);

/** Writes the transpose of `x` to `out`, which does not overlap it. */
export function transposeInto(backend: WasmBackend, x: Matrix, out: Matrix): void {
  const float32 = 0;
  const shape = shapeBytes([x.rows, x.columns]);
  wasmFunction(backend, Transpose, TRANSPOSE)(x.id, shape, 2, float32, out.id, SWAP, 2);
}

/** Room for a matrix, as a tensor without a shape of its own. To be freed with `disposeData`. */
export function allocate(backend: WasmBackend, size: number): TensorInfo {
  util.assert(size > 0, () => `allocate: expected a size above 0; got ${size}.`);
  return backend.makeOutput([size], "float32");
}
