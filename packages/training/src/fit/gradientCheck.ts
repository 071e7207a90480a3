import * as tf from "@tensorflow/tfjs-core";

/** @throws If tfjs has no gradients, as in Node with tfjs-core alone. */
export function requireGradients(): void {
  if (tf.getGradient("Multiply") !== undefined && tf.getGradient("Sum") !== undefined) return;
  throw new Error('fit: expected the gradients of TensorFlow.js to be registered; got none. Add import "@variate/tfjs" to the program.');
}

/** tfjs's error for an operation without a gradient with the way out added; any other error as it is. */
export function explainMissingGradient(error: unknown): unknown {
  const kernel = error instanceof Error ? /gradient function not found for (\w+)/.exec(error.message)?.[1] : undefined;
  if (kernel === undefined) return error;
  return new Error(
    `fit: expected a gradient for the operation ${kernel}; got none. Add import "@variate/tfjs", which registers most of ` +
      "those that tfjs lacks, or wrap what needs no gradient in stopGradient.",
    { cause: error },
  );
}
