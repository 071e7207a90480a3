import { _FusedMatMul, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { wasmKernel } from "./backend.js";
import { batchMatMul, type MatMulAttributes, type MatMulInputs } from "./batchMatMul.js";
import { finishFused, type FusedAttributes, type FusedInputs } from "./fusedActivation.js";

/**
 * activation(a · b + bias), as its parts.
 *
 * As shipped, the result is wrong where there is a bias or an activation and also a transpose or a stack, and a bias
 * has to have rank 1. Bias and activation run over the result again, which takes a hundredth of the product's time.
 */
export const fusedMatMulConfig: KernelConfig = wasmKernel<MatMulInputs & FusedInputs, MatMulAttributes & FusedAttributes>(
  _FusedMatMul,
  ({ inputs, attrs, backend }): TensorInfo => finishFused(backend, batchMatMul({ inputs, attrs, backend }), inputs, attrs),
);
