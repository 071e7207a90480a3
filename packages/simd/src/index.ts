import * as tf from "@tensorflow/tfjs-core";
import { SimdBackend } from "./backend.js";
import { type KernelBuild, compileKernels } from "./kernelModule.js";
import { convolutionKernels } from "./kernels/convolution.js";
import { depthwiseKernels } from "./kernels/depthwise.js";
import { drawKernels } from "./kernels/draws.js";
import { elementwiseKernels } from "./kernels/elementwise.js";
import { gatherKernels } from "./kernels/gather.js";
import { movementKernels } from "./kernels/movement.js";
import { normalizationKernels } from "./kernels/normalization.js";
import { optimizerKernels } from "./kernels/optimizers.js";
import { poolingKernels } from "./kernels/pooling.js";
import { productKernels } from "./kernels/product.js";
import { reductionKernels } from "./kernels/reductions.js";
import { BACKEND, registerKernels } from "./kernels/register.js";
import { scalarKernels } from "./kernels/scalar.js";
import { scanKernels } from "./kernels/scans.js";
import { selectionKernels } from "./kernels/selection.js";
import { transposeKernels } from "./kernels/transpose.js";
import { triangularKernels } from "./kernels/triangular.js";
import { truthKernels } from "./kernels/truth.js";
import { LinearMemory } from "./linearMemory.js";
import { availableThreads } from "./startWorker.js";

export type { KernelBuild } from "./kernelModule.js";

let wanted: number | undefined;

/**
 * How many threads the backend works with: by default as many as the machine runs at once, eight at most.
 *
 * Results do not depend on it. Where memory cannot be shared between threads (a page that is not cross-origin isolated)
 * there is one, whatever is asked.
 *
 * @throws If `count` is not a whole number from 1 to 64.
 */
export function setThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > 64) {
    throw new RangeError(`setThreads: expected a whole number of threads from 1 to 64; got ${count}.`);
  }
  wanted = count;
  runningBackend()?.setThreads(count);
}

/** Threads at work, this one included. 1 before the backend is active. */
export function threads(): number {
  return runningBackend()?.threads ?? 1;
}

/**
 * Which build of the kernels runs, or undefined before the backend has started: `relaxed`, where products are rounded once
 * together with the sum, or `plain`. Their last bits differ, so runs that shall repeat bit by bit need the same.
 */
export function kernelBuild(): KernelBuild | undefined {
  return runningBackend()?.build;
}

function runningBackend(): SimdBackend | undefined {
  const backend = tf.engine().registry[BACKEND];
  return backend instanceof SimdBackend ? backend : undefined;
}

async function start(): Promise<SimdBackend> {
  const shared = typeof SharedArrayBuffer === "function";
  const kernels = await compileKernels(shared);
  const backend = new SimdBackend(kernels, new LinearMemory(shared), wanted ?? Math.min(8, availableThreads()));
  await backend.ready();
  return backend;
}

registerKernels(
  new Map([
    ...convolutionKernels,
    ...depthwiseKernels,
    ...drawKernels,
    ...elementwiseKernels,
    ...gatherKernels,
    ...movementKernels,
    ...normalizationKernels,
    ...optimizerKernels,
    ...poolingKernels,
    ...productKernels,
    ...reductionKernels,
    ...scalarKernels,
    ...scanKernels,
    ...selectionKernels,
    ...transposeKernels,
    ...triangularKernels,
    ...truthKernels,
  ]),
);
// Above cpu (1) and wasm (2), below nothing that a user imports on purpose: WebGL has 2, WebGPU 3.
tf.registerBackend(BACKEND, start, 2);
