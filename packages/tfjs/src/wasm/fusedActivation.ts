import { Add, Elu, LeakyRelu, Prelu, Relu, Relu6, Sigmoid, type TensorInfo } from "@tensorflow/tfjs-core";
import { runKernel, type WasmBackend } from "./backend.js";

/** What tfjs's fused operations may hand to their kernels beside the factors. */
export interface FusedInputs {
  readonly bias?: TensorInfo | null;
  readonly preluActivationWeights?: TensorInfo | null;
}

export interface FusedAttributes {
  readonly activation?: string | null;
  readonly leakyreluAlpha?: number;
}

const KERNELS: Readonly<Record<string, string>> = {
  relu: Relu, relu6: Relu6, sigmoid: Sigmoid, elu: Elu, leakyrelu: LeakyRelu, prelu: Prelu,
};

/** activation(x + bias) by the kernels of the parts; frees `x` when the result is another tensor. */
export function finishFused(backend: WasmBackend, x: TensorInfo, inputs: FusedInputs, attrs: FusedAttributes): TensorInfo {
  const { bias, preluActivationWeights } = inputs;
  const activation = attrs.activation ?? "linear";
  const biased = bias == null ? x : replace(backend, x, runKernel(backend, Add, { a: x, b: bias }));
  if (activation === "linear") return biased;
  const kernel = KERNELS[activation];
  if (kernel === undefined) {
    throw new Error(`fused operation: expected activation linear, ${Object.keys(KERNELS).join(", ")}; got ${activation}.`);
  }
  if (kernel !== Prelu) {
    return replace(backend, biased, runKernel(backend, kernel, { x: biased }, { alpha: attrs.leakyreluAlpha }));
  }
  if (preluActivationWeights == null) throw new Error("fused operation: expected preluActivationWeights with prelu; got none.");
  return replace(backend, biased, runKernel(backend, Prelu, { x: biased, alpha: preluActivationWeights }));
}

function replace(backend: WasmBackend, old: TensorInfo, next: TensorInfo): TensorInfo {
  backend.disposeData(old.dataId);
  return next;
}
