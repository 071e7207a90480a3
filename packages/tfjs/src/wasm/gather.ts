import { backend_util, GatherV2, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { values, wasmKernel } from "./backend.js";
import { runOriginal } from "./original.js";

/**
 * gather. As shipped, batch dimensions with one index each read the wrong places, and memory beyond the tensor; all
 * reads with batch dimensions are done here.
 */
export const gatherConfig: KernelConfig = wasmKernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>(
  GatherV2,
  ({ inputs: { x, indices }, attrs: { axis, batchDims }, backend }) => {
    if (batchDims === 0) return runOriginal(backend, GatherV2, { x, indices }, { axis, batchDims });
    const at = util.parseAxisParam(axis, x.shape)[0] as number;
    const info = backend_util.segment_util.collectGatherOpShapeInfo(x, indices, at, batchDims);
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } = info;
    const out = backend.makeOutput(outputShape, x.dtype);
    const [from, to] = [values(backend, x), values(backend, out)];
    const places = values(backend, indices);
    const reads = places.length / batchSize;
    let target = 0;
    for (let batch = 0; batch < batchSize; batch++) {
      for (let outer = 0; outer < outerSize; outer++) {
        const origin = (batch * outerSize + outer) * dimSize;
        for (let read = 0; read < reads; read++, target += sliceSize) {
          const index = places[batch * reads + read] as number;
          if (index < 0 || index >= dimSize) {
            throw new Error(`GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`);
          }
          const source = (origin + index) * sliceSize;
          to.set(from.subarray(source, source + sliceSize), target);
        }
      }
    }
    return out;
  },
);
