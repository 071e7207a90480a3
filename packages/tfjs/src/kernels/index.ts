import * as tf from "@tensorflow/tfjs-core";
import { repairKernel } from "../registry.js";
import { batchMatMulKernel } from "./batchMatMul.js";
import { cumulativeKernel } from "./cumulative.js";
import { einsumKernel } from "./einsum.js";
import { stridedSliceKernel } from "./stridedSlice.js";
import { erfKernel } from "./erf.js";
import { tensorScatterUpdateKernel } from "./tensorScatterUpdate.js";

/** Repairs kernels that several backends have wrong in the same way, and those of cpu; wasm has more of its own. */
export function repairKernels(): void {
  for (const backendName of ["cpu", "webgl", "webgpu"]) {
    repairKernel(batchMatMulKernel(backendName));
    repairKernel(einsumKernel(backendName));
  }
  for (const backendName of ["cpu", "wasm", "webgl", "webgpu"]) {
    repairKernel(stridedSliceKernel(backendName));
    for (const kernelName of [tf.Cumsum, tf.Cumprod]) repairKernel(cumulativeKernel(kernelName, backendName));
  }
  repairKernel(erfKernel);
  repairKernel(tensorScatterUpdateKernel);
}
