import * as tf from "@tensorflow/tfjs-core";

/** Tensors found in a value by walking its plain properties. */
function tensorsIn(value: unknown, found = new Set<tf.Tensor>()): Set<tf.Tensor> {
  if (value instanceof tf.Tensor) found.add(value);
  else if (Array.isArray(value)) for (const item of value) tensorsIn(item, found);
  else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    for (const item of Object.values(value)) tensorsIn(item, found);
  }
  return found;
}

/**
 * Runs `fn` and throws unless `tf.memory().numTensors` grew by exactly the new tensors in its result,
 * which are then disposed.
 */
export function expectNoLeak(fn: () => unknown, label = "expectNoLeak"): void {
  const before = tf.memory().numTensors;
  const result = fn();
  settle(before, result, label);
}

/** `expectNoLeak` for functions that return a promise. */
export async function expectNoLeakAsync(fn: () => Promise<unknown>, label = "expectNoLeak"): Promise<void> {
  const before = tf.memory().numTensors;
  const result = await fn();
  settle(before, result, label);
}

function settle(before: number, result: unknown, label: string): void {
  const held = tensorsIn(result);
  const grown = tf.memory().numTensors - before;
  tf.dispose([...held]);
  if (grown !== held.size) {
    throw new Error(`${label}: expected ${held.size} new tensors, those of the result; got ${grown}.`);
  }
}
