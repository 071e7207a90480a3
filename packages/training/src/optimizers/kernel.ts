import * as tf from "@tensorflow/tfjs-core";

/**
 * Runs the kernel `name` where the active backend has registered one in tfjs's registry, and gives undefined where
 * not: `math.fused` for kernels with several results and no gradient.
 *
 * A kernel makes new tensors and leaves its inputs as they are.
 */
export function nativeKernel(
  name: `variate.${string}`,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, number>>,
): readonly tf.Tensor[] | undefined {
  if (tf.getKernel(name, tf.getBackend()) === undefined) return undefined;
  return tf.engine().runKernel<tf.Tensor[]>(name, { ...inputs }, { ...attributes });
}
