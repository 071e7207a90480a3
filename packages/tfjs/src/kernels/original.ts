import type { KernelConfig } from "@tensorflow/tfjs-core";
import { originalKernel } from "../registry.js";

/** The kernel function that a backend ships, looked up when it is used: the backend may be imported after this package. */
export function shippedKernel(kernelName: string, backendName: string): KernelConfig["kernelFunc"] {
  const kernel = originalKernel(kernelName, backendName);
  if (kernel === undefined) {
    throw new Error(`@variate/tfjs: expected a ${backendName} kernel ${kernelName}; got none. Import @tensorflow/tfjs-backend-${backendName} whole.`);
  }
  return kernel.kernelFunc;
}
