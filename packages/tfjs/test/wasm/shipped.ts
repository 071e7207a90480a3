import * as tf from "@tensorflow/tfjs-core";
import { originalKernel, repairKernel, restoreKernel } from "@variate/tfjs";

/** Runs `fn` with kernels as the backend ships them. Where it ships none, operations that need them throw. */
export function asShipped<T>(kernelNames: readonly string[], fn: () => T, backendName = "wasm"): T {
  const repairs = kernelNames.map((name) => {
    const repair = tf.getKernel(name, backendName);
    if (repair === undefined || repair === originalKernel(name, backendName)) {
      throw new Error(`asShipped: expected a repaired kernel ${name} on ${backendName}; got none.`);
    }
    return repair;
  });
  for (const name of kernelNames) restoreKernel(name, backendName);
  try {
    return fn();
  } finally {
    for (const repair of repairs) repairKernel(repair);
  }
}

/** What `fn` gives on the cpu backend, which stays out of the way afterwards. */
export async function onCpu(fn: () => tf.Tensor): Promise<{ values: Float32Array | Int32Array | Uint8Array; shape: number[]; dtype: string }> {
  const active = tf.getBackend();
  await tf.setBackend("cpu");
  try {
    const result = tf.tidy(fn);
    const { shape, dtype } = result;
    const values = result.dataSync().slice();
    result.dispose();
    return { values, shape, dtype };
  } finally {
    await tf.setBackend(active);
  }
}

/** Numbers of both signs, none alike, of order 1, in a fixed order. */
export function numbers(size: number, seed = 1): Float32Array {
  let state = seed * 2654435761;
  return Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** A tensor of `numbers`. */
export function tensor(shape: readonly number[], seed = 1): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape([...shape]), seed), [...shape]);
}
