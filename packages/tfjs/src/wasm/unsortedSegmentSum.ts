import { UnsortedSegmentSum, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { values, wasmKernel } from "./backend.js";

interface Inputs {
  readonly x: TensorInfo;
  readonly segmentIds: TensorInfo;
}

/**
 * out[s, …] = Σ over i with segmentIds[i] = s of x[i, …]; ids outside [0, numSegments) are left out.
 *
 * Absent as shipped; it is the gradient of `gather`. Ids of higher rank hold for the leading axes, as on cpu: their
 * first axis is summed, the others stay.
 */
export const unsortedSegmentSumConfig: KernelConfig = wasmKernel<Inputs, { numSegments: number }>(
  UnsortedSegmentSum,
  ({ inputs, attrs, backend }) => {
    const { x, segmentIds } = inputs;
    const out = backend.makeOutput([attrs.numSegments, ...x.shape.slice(1)], x.dtype);
    const kept = util.sizeFromShape(segmentIds.shape.slice(1));
    const inner = util.sizeFromShape(x.shape.slice(segmentIds.shape.length));
    const ids = values(backend, segmentIds);
    const from = values(backend, x);
    const into = values(backend, out);
    // Long sums lose nothing in float64; the copy is not worth its memory where there are few terms each.
    const sums = into.length <= from.length ? new Float64Array(into.length) : into.fill(0);
    for (let row = 0; row < ids.length; row++) {
      const segment = ids[row] as number;
      if (segment < 0 || segment >= attrs.numSegments) continue;
      const start = (segment * kept + (row % kept)) * inner;
      for (let i = 0; i < inner; i++) sums[start + i] = (sums[start + i] as number) + (from[row * inner + i] as number);
    }
    if (sums !== into) into.set(sums);
    return out;
  },
);
