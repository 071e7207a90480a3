import * as tf from "@tensorflow/tfjs-core";
import { shippedKernel } from "./original.js";

/**
 * Matrix products of stacks that broadcast against each other on different axes, as [2, 1, n, k] and [3, k, m] do.
 *
 * The original walks both stacks side by side and wraps the shorter, which is right only when one is the other's end.
 * Here both are repeated to the common stack first.
 */
export function batchMatMulKernel(backendName: string): tf.KernelConfig {
  return {
    kernelName: tf.BatchMatMul,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const shipped = shippedKernel(tf.BatchMatMul, backendName);
      const run = (a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo =>
        shipped({ inputs: { a, b }, backend, attrs: attrs ?? {} }) as tf.TensorInfo;
      const { a, b } = inputs as { a: tf.Tensor; b: tf.Tensor };
      const [ofA, ofB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
      if (tf.util.arraysEqual(ofA, ofB) || tf.util.sizeFromShape(ofA) === 1 || tf.util.sizeFromShape(ofB) === 1) return run(a, b);
      const stack = tf.broadcast_util.assertAndGetBroadcastShape(ofA, ofB);
      const wholeA = tf.broadcastTo(a, [...stack, ...a.shape.slice(-2)]);
      const wholeB = tf.broadcastTo(b, [...stack, ...b.shape.slice(-2)]);
      const product = run(wholeA, wholeB);
      tf.dispose([wholeA, wholeB]);
      return product;
    },
  };
}
