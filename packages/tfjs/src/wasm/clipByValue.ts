import { ClipByValue, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { values, wasmKernel } from "./backend.js";

/** Values held to [min, max]; NaN stays NaN. As shipped, NaN becomes a bound, and int32 is clipped as if it were float32. */
export const clipByValueConfig: KernelConfig = wasmKernel<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>(
  ClipByValue,
  ({ inputs, attrs, backend }) => {
    const { clipValueMin: low, clipValueMax: high } = attrs;
    const out = backend.makeOutput(inputs.x.shape, inputs.x.dtype);
    const from = values(backend, inputs.x);
    const into = values(backend, out);
    for (let i = 0; i < from.length; i++) {
      const value = from[i] as number;
      into[i] = value < low ? low : value > high ? high : value;
    }
    return out;
  },
);
