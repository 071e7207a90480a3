import * as tf from "@tensorflow/tfjs-core";
import { defineGradient } from "./define.js";

/**
 * Gradients of tanh and sigmoid, whose slopes are polynomials of the result: dy (1 − y²) and dy y (1 − y).
 *
 * tfjs's are right; these run as one kernel, `variate.tanhGradient` or `variate.sigmoidGradient` with the inputs dy and
 * y, where the backend has it and nothing differentiates them once more.
 */
export const saturatingGradients: readonly tf.GradConfig[] = [
  defineGradient(tf.Tanh, { outputs: ["y"] }, (dy, { y }) => ({
    x: () => native("variate.tanhGradient", dy, y) ?? tf.mul(tf.sub(1, tf.square(y)), dy),
  })),
  defineGradient(tf.Sigmoid, { outputs: ["y"] }, (dy, { y }) => ({
    x: () => native("variate.sigmoidGradient", dy, y) ?? tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  })),
];

function native(kernelName: string, dy: tf.Tensor, y: tf.Tensor): tf.Tensor | undefined {
  const engine = tf.engine();
  if (engine.state.gradientDepth > 0 || tf.getKernel(kernelName, engine.backendName) === undefined) return undefined;
  return engine.runKernel(kernelName, { dy, y });
}
