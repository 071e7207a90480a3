import { Cast, type KernelConfig, type TensorInfo } from "@tensorflow/tfjs-core";
import { values, wasmKernel } from "./backend.js";
import { runOriginal } from "./original.js";

/** As shipped, a cast to bool keeps the number: 3 becomes 3, not 1, and 0.5 becomes 0. */
export const castConfig: KernelConfig = wasmKernel<{ x: TensorInfo }, { dtype: string }>(Cast, ({ inputs, attrs, backend }) => {
  const { x } = inputs;
  if (attrs.dtype !== "bool" || (x.dtype !== "float32" && x.dtype !== "int32")) return runOriginal(backend, Cast, inputs, attrs);
  const out = backend.makeOutput(x.shape, "bool");
  const from = values(backend, x);
  const into = values(backend, out);
  for (let i = 0; i < from.length; i++) into[i] = from[i] === 0 ? 0 : 1;
  return out;
});
