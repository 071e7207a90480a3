import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from "@tensorflow/tfjs-core";
import { shippedKernel } from "../kernels/original.js";
import type { WasmBackend } from "./backend.js";

/** Runs the kernel that the backend ships under this name; for kernels with one output. */
export function runOriginal(backend: WasmBackend, kernelName: string, inputs: object, attrs: object = {}): TensorInfo {
  return shippedKernel(kernelName, "wasm")({
    inputs: inputs as NamedTensorInfoMap,
    attrs: attrs as NamedAttrMap,
    backend: backend as object,
  }) as TensorInfo;
}
