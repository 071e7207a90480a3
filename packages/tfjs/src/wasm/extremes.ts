import { ClipByValue, Maximum, Minimum, Relu6, util, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { floats, runKernel, wasmKernel, type WasmBackend } from "./backend.js";
import { runOriginal } from "./original.js";

interface Inputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

/** The larger or smaller of two values, NaN if either is NaN. As shipped, a NaN in the second is lost. */
function extreme(kernelName: string, apply: (a: Float32Array, b: Float32Array, into: Float32Array) => void): KernelConfig {
  return wasmKernel<Inputs>(kernelName, ({ inputs, backend }) => {
    const { a, b } = inputs;
    if (a.dtype !== "float32" || b.dtype !== "float32") return runOriginal(backend, kernelName, inputs);
    if (!util.arraysEqual(a.shape, b.shape)) {
      if (b.shape.length === 0) return againstNumber(backend, kernelName, a, b);
      if (a.shape.length === 0) return againstNumber(backend, kernelName, b, a);
      return bothWays(backend, kernelName, inputs);
    }
    const out = backend.makeOutput(a.shape, "float32");
    apply(floats(backend, a), floats(backend, b), floats(backend, out));
    return out;
  });
}

/** Against one number the result is a clip, five times as fast. */
function againstNumber(backend: WasmBackend, kernelName: string, x: TensorInfo, number: TensorInfo): TensorInfo {
  const bound = floats(backend, number)[0] as number;
  if (!Number.isFinite(bound)) return bothWays(backend, kernelName, { a: x, b: number });
  const [clipValueMin, clipValueMax] = kernelName === Maximum ? [bound, Infinity] : [-Infinity, bound];
  return runKernel(backend, ClipByValue, { x }, { clipValueMin, clipValueMax });
}

/** Of two tensors that broadcast: what is shipped keeps a NaN in the first, so each is given as the first once. */
function bothWays(backend: WasmBackend, kernelName: string, { a, b }: Inputs): TensorInfo {
  const out = runOriginal(backend, kernelName, { a, b });
  const turned = runOriginal(backend, kernelName, { a: b, b: a });
  keepNaN(floats(backend, turned), floats(backend, out));
  backend.disposeData(turned.dataId);
  return out;
}

function keepNaN(from: Float32Array, into: Float32Array): void {
  for (let i = 0; i < from.length; i++) {
    const value = from[i] as number;
    if (value !== value) into[i] = value;
  }
}

const maximum = extreme(Maximum, (a, b, into) => {
  for (let i = 0; i < into.length; i++) into[i] = Math.max(a[i] as number, b[i] as number);
});

const minimum = extreme(Minimum, (a, b, into) => {
  for (let i = 0; i < into.length; i++) into[i] = Math.min(a[i] as number, b[i] as number);
});

/** Values held to [0, 6]. As shipped, NaN becomes 0. */
const relu6 = wasmKernel<{ x: TensorInfo }>(Relu6, ({ inputs, backend }) => {
  const out = runOriginal(backend, Relu6, inputs);
  if (inputs.x.dtype === "float32") keepNaN(floats(backend, inputs.x), floats(backend, out));
  return out;
});

export const extremeConfigs: readonly KernelConfig[] = [maximum, minimum, relu6];
