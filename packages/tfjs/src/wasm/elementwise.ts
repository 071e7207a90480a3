import { Cos, Log1p, Selu, Sign, Sin, Tanh, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { values, wasmKernel } from "./backend.js";
import { log1p, selu, sign, tanh } from "./scalarFunctions.js";

type Values = ReturnType<typeof values>;

/** A kernel that applies a function to every element, in float64, and keeps the dtype. */
function elementwise(kernelName: string, apply: (from: Values, into: Values) => void): KernelConfig {
  return wasmKernel<{ x: TensorInfo }>(kernelName, ({ inputs, backend }) => {
    const out = backend.makeOutput(inputs.x.shape, inputs.x.dtype);
    apply(values(backend, inputs.x), values(backend, out));
    return out;
  });
}

// One loop for each function, so that the engine inlines it there.
export const elementwiseConfigs: readonly KernelConfig[] = [
  // As shipped, log1p(1e-8) is 0.
  elementwise(Log1p, (from, into) => {
    for (let i = 0; i < from.length; i++) into[i] = log1p(from[i] as number);
  }),
  // As shipped, off by 2e-7 in absolute terms, which is everything near a zero; and slower.
  elementwise(Sin, (from, into) => {
    for (let i = 0; i < from.length; i++) into[i] = Math.sin(from[i] as number);
  }),
  elementwise(Cos, (from, into) => {
    for (let i = 0; i < from.length; i++) into[i] = Math.cos(from[i] as number);
  }),
  // As shipped, selu(-1e-8) is 0.
  elementwise(Selu, (from, into) => {
    for (let i = 0; i < from.length; i++) into[i] = selu(from[i] as number);
  }),
  // As shipped, sign(1e-10) is 0.
  elementwise(Sign, (from, into) => {
    for (let i = 0; i < from.length; i++) into[i] = sign(from[i] as number);
  }),
  // Right as shipped, and five times slower.
  elementwise(Tanh, (from, into) => {
    for (let i = 0; i < from.length; i++) into[i] = tanh(from[i] as number);
  }),
];
