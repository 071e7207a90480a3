import { util, type DataId } from "@tensorflow/tfjs-core";
import { tensorId, type WasmBackend } from "./backend.js";
import type { Factor } from "./matrixProduct.js";

/**
 * Which tensors have been right factors before, and of what shape.
 *
 * The wasm module packs a right factor and keeps what it packed under the factor's id, whatever shape the id comes
 * with the next time: a buffer reshaped between two products gave garbage or an abort. So a tensor's own id is used
 * for one shape alone, and views with ids of their own serve the others.
 */
interface Use {
  readonly rows: number;
  readonly columns: number;
}

const firstUses = new WeakMap<DataId, Use>();

/** The first id that the wasm module can not have seen before the repair. */
const firstIds = new WeakMap<WasmBackend, number>();

/** Marks the ids that a backend has given out so far as unknown. To be called when the backend starts. */
export function watchIds(backend: WasmBackend): void {
  if (!firstIds.has(backend)) firstIds.set(backend, backend.dataIdNextNumber);
}

/**
 * The id under which the wasm module may keep the packed factor, from its second use on; until then `undefined`.
 *
 * Training uses weights once: what is packed for one product is freed with it. Inference uses them again and again:
 * they are packed once more under their own id, and then no more until they are disposed.
 */
export function packedId(backend: WasmBackend, factor: Factor): number | undefined {
  const { tensor, rows, columns } = factor;
  if (util.sizeFromShape(tensor.shape) !== rows * columns) return undefined;
  const id = tensorId(backend, tensor);
  if (id < (firstIds.get(backend) ?? Infinity)) return undefined;
  const first = firstUses.get(tensor.dataId);
  if (first === undefined) {
    firstUses.set(tensor.dataId, { rows, columns });
    return undefined;
  }
  return first.rows === rows && first.columns === columns ? id : undefined;
}
