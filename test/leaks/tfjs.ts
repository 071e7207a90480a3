import * as tf from "@tensorflow/tfjs-core";
import * as tfjs from "@variate/tfjs";
import { type Table } from "./harness.js";

/** A kernel of our own, repaired, run with its gradient, and restored. */
function repaired(): unknown {
  const backendName = tf.getBackend();
  const kernelFunc: tf.KernelFunc = ({ inputs, backend }) => {
    const { dataId, shape, dtype } = inputs["x"] as tf.TensorInfo;
    (backend as { incRef(id: object): void }).incRef(dataId);
    return { dataId, shape, dtype };
  };
  tf.registerKernel({ kernelName: "Leaks", backendName, kernelFunc });
  tfjs.repairKernel({ kernelName: "Leaks", backendName, kernelFunc });
  tfjs.repairGradient({
    kernelName: "Leaks",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, x as tf.Tensor) }),
  });
  tfjs.originalKernel("Leaks", backendName);
  tfjs.originalGradient("Leaks");
  const x = tf.tensor([1, 2]);
  const run = (at: tf.Tensor): tf.Tensor => tf.engine().runKernel("Leaks", { x: at }) as tf.Tensor;
  const result = [run(x), tf.grad(run)(x)];
  x.dispose();
  tfjs.restoreKernel("Leaks", backendName);
  tfjs.restoreGradient("Leaks");
  tf.unregisterKernel("Leaks", backendName);
  return result;
}

export const table: Table = {
  originalGradient: [repaired, () => tfjs.originalGradient("MirrorPad")],
  originalKernel: [repaired, () => tfjs.originalKernel("Erf", tf.getBackend())],
  repairGradient: repaired,
  repairKernel: repaired,
  restoreGradient: repaired,
  restoreKernel: repaired,
};
