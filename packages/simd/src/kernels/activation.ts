import type * as tf from "@tensorflow/tfjs-core";
import { broadcasting, elementwiseKernels } from "./elementwise.js";
import type { KernelArguments } from "./register.js";

type Backend = KernelArguments["backend"];

/** tfjs's names of activations, by the kernel that computes them. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  elu: "Elu", leakyrelu: "LeakyRelu", relu: "Relu", relu6: "Relu6", sigmoid: "Sigmoid",
};

/** Whether `activated` knows the activation. */
export function isActivation(name: string): boolean {
  return name === "linear" || name === "prelu" || ACTIVATIONS[name] !== undefined;
}

/** The activation of x, which is disposed. */
export function activated(backend: Backend, x: tf.TensorInfo, name: string, weights: tf.TensorInfo | undefined, alpha: number): tf.TensorInfo {
  if (name === "linear") return x;
  const out = name === "prelu"
    ? broadcasting(backend, "prelu", x, weights as tf.TensorInfo, "float32")
    : (elementwiseKernels.get(ACTIVATIONS[name] as string)?.({ inputs: { x }, attrs: { alpha }, backend }) as tf.TensorInfo);
  backend.disposeIntermediateTensorInfo(x);
  return out;
}
