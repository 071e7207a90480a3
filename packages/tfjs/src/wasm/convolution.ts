import type { TensorInfo } from "@tensorflow/tfjs-core";
import { floats, type WasmBackend } from "./backend.js";
import { multiply } from "./matrixProduct.js";
import { exampleSize, gatherPatches, patchSize, positions, scatterPatches, type Windows } from "./windows.js";

/**
 * Convolution and its two gradients as matrix products over patches, in chunks of examples:
 *
 *   y = patches(x) · filter,   ∂filter = patches(x)ᵀ · ∂y,   ∂x = patchesᵀ(∂y · filterᵀ)
 *
 * where the filter is the matrix [patchSize, outChannels] and patchesᵀ adds each patch back to its place.
 */
export function convolve(backend: WasmBackend, w: Windows, x: TensorInfo, filter: TensorInfo, outShape: readonly number[]): TensorInfo {
  const y = backend.makeOutput(outShape, "float32");
  eachChunk(backend, w, (patches, first, last) => {
    const rows = (last - first) * positions(w);
    floats(backend, patches).fill(0);
    gatherPatches(w, floats(backend, x), floats(backend, patches), first, last);
    const left = { tensor: patches, start: 0, rows, columns: patchSize(w), transposed: false };
    multiply(backend, left, asMatrix(w, filter, false), y, first * positions(w) * w.outChannels);
  });
  return y;
}

export function filterGradient(backend: WasmBackend, w: Windows, x: TensorInfo, dy: TensorInfo, shape: readonly number[]): TensorInfo {
  const gradient = backend.makeOutput(shape, "float32");
  const part = backend.makeOutput(shape, "float32");
  floats(backend, gradient).fill(0);
  eachChunk(backend, w, (patches, first, last) => {
    const rows = (last - first) * positions(w);
    floats(backend, patches).fill(0);
    gatherPatches(w, floats(backend, x), floats(backend, patches), first, last);
    const left = { tensor: patches, start: 0, rows, columns: patchSize(w), transposed: true };
    const right = { tensor: dy, start: first * positions(w) * w.outChannels, rows, columns: w.outChannels, transposed: false };
    multiply(backend, left, right, part, 0);
    const sum = floats(backend, gradient);
    const term = floats(backend, part);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (term[i] as number);
  });
  backend.disposeData(part.dataId);
  return gradient;
}

export function inputGradient(backend: WasmBackend, w: Windows, dy: TensorInfo, filter: TensorInfo, shape: readonly number[]): TensorInfo {
  const gradient = backend.makeOutput(shape, "float32");
  floats(backend, gradient).fill(0);
  eachChunk(backend, w, (patches, first, last) => {
    const rows = (last - first) * positions(w);
    const left = { tensor: dy, start: first * positions(w) * w.outChannels, rows, columns: w.outChannels, transposed: false };
    multiply(backend, left, asMatrix(w, filter, true), patches, 0);
    scatterPatches(w, floats(backend, patches), floats(backend, gradient), first, last);
  });
  return gradient;
}

function asMatrix(w: Windows, filter: TensorInfo, transposed: boolean) {
  return { tensor: filter, start: 0, rows: patchSize(w), columns: w.outChannels, transposed };
}

/** Patches are up to filterHeight · filterWidth times their input: so many of them at once as fit a cache. */
const VALUES_AT_ONCE = 1 << 19;

function eachChunk(backend: WasmBackend, w: Windows, visit: (patches: TensorInfo, first: number, last: number) => void): void {
  const perExample = positions(w) * patchSize(w);
  if (w.batch * perExample * w.outChannels === 0 || exampleSize(w) === 0) return;
  const examples = Math.min(w.batch, Math.max(1, Math.floor(VALUES_AT_ONCE / perExample)));
  const patches = backend.makeOutput([examples * perExample], "float32");
  for (let first = 0; first < w.batch; first += examples) visit(patches, first, Math.min(first + examples, w.batch));
  backend.disposeData(patches.dataId);
}
