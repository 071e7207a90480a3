import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { originalKernel } from "../registry.js";
import type { WasmBackend } from "./backend.js";

/** Runs the kernel that the backend ships under this name; for kernels with one output. */
export function runOriginal(backend: WasmBackend, kernelName: string, inputs: object, attrs: object = {}): TensorInfo {
  const kernel = originalKernel(kernelName, "wasm");
  if (kernel === undefined) {
    throw new Error(`@variate/tfjs: expected a wasm kernel ${kernelName}; got none. Import @tensorflow/tfjs-backend-wasm whole.`);
  }
  return kernel.kernelFunc({
    inputs: inputs as NamedTensorInfoMap,
    attrs: attrs as NamedAttrMap,
    backend: backend as object,
  }) as TensorInfo;
}
