import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { SimdBackend } from "../backend.js";

export const BACKEND = "simd";

export interface KernelArguments {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs: tf.NamedAttrMap;
  readonly backend: SimdBackend;
}

type Result = tf.TensorInfo | tf.TensorInfo[];

/** A kernel of our own; undefined where what it is given is not its business (a dtype, say): then tfjs's cpu kernel runs. */
export type NativeKernel = (args: KernelArguments) => Result | undefined;

/** The cpu kernel of this name as it is registered now, so that repairs of it count whenever they were made. */
export function onCpu(name: string, args: KernelArguments): Result {
  return (tf.getKernel(name, "cpu") as tf.KernelConfig).kernelFunc(args as never);
}

/** Registers all of tfjs's cpu kernels under our name, the given ones in front of theirs. */
export function registerKernels(native: ReadonlyMap<string, NativeKernel>): void {
  const names = new Set([...tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName), ...native.keys()]);
  for (const kernelName of names) {
    const own = native.get(kernelName);
    const kernelFunc =
      own === undefined
        ? (args: KernelArguments) => onCpu(kernelName, args)
        : (args: KernelArguments) => args.backend.whole(() => own(args)) ?? onCpu(kernelName, args);
    tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc: kernelFunc as unknown as tf.KernelFunc });
  }
}
