import { ClipByValue, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { floats, values, wasmKernel } from "./backend.js";
import { runOriginal } from "./original.js";

/** Values held to [min, max]; NaN stays NaN. As shipped, NaN becomes a bound, and int32 is clipped as if it were float32. */
export const clipByValueConfig: KernelConfig = wasmKernel<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>(
  ClipByValue,
  ({ inputs, attrs, backend }) => {
    const { x } = inputs;
    const { clipValueMin: low, clipValueMax: high } = attrs;
    if (x.dtype !== "float32") {
      const out = backend.makeOutput(x.shape, x.dtype);
      const from = values(backend, x);
      const into = values(backend, out);
      for (let i = 0; i < from.length; i++) into[i] = Math.min(high, Math.max(low, from[i] as number));
      return out;
    }
    // What is shipped is right but for NaN and six times as fast as a loop: only NaN is put back.
    const out = runOriginal(backend, ClipByValue, inputs, attrs);
    const from = floats(backend, x);
    const into = floats(backend, out);
    for (let i = 0; i < from.length; i++) {
      const value = from[i] as number;
      if (value !== value) into[i] = value;
    }
    return out;
  },
);
