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
 * Runs `fn` and throws unless `tf.memory().numTensors` grew by exactly the new tensors in its result, which are then
 * disposed, or if a backend then holds a buffer more than before: one that a kernel made and forgot, which
 * `tf.memory()` does not count.
 */
export function expectNoLeak(fn: () => unknown, label = "expectNoLeak"): void {
  const before = held();
  settle(before, fn(), label);
}

/** `expectNoLeak` for functions that return a promise. */
export async function expectNoLeakAsync(fn: () => Promise<unknown>, label = "expectNoLeak"): Promise<void> {
  const before = held();
  settle(before, await fn(), label);
}

interface Held {
  readonly tensors: number;
  /** Of all backends together: a tensor moves to the backend that first uses it. */
  readonly buffers: number;
}

function held(): Held {
  const backends = Object.values(tf.engine().registry);
  const buffers = backends.reduce((count, backend) => count + backend.numDataIds(), 0);
  return { tensors: tf.memory().numTensors, buffers };
}

function settle(before: Held, result: unknown, label: string): void {
  const own = tensorsIn(result);
  const grown = tf.memory().numTensors - before.tensors;
  tf.dispose([...own]);
  if (grown !== own.size) {
    throw new Error(`${label}: expected ${own.size} new tensors, those of the result; got ${grown}.`);
  }
  const forgotten = held().buffers - before.buffers;
  if (forgotten !== 0) {
    throw new Error(`${label}: expected no new buffer once the result is disposed; got ${forgotten}. A kernel left it behind.`);
  }
}
