/**
 * Checks that gradients are there and repaired, by closed forms. Plain JavaScript, for plain Node and Vitest alike.
 * Chained operations are not used: tfjs-core alone lacks them.
 */
import * as tf from "@tensorflow/tfjs-core";

/** Names of what is not as it should be on one backend; none if all is well. */
export async function probe(backend) {
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) return [`backend ${backend} did not start`];
  return Object.entries(CHECKS)
    .map(([name, check]) => [name, attempt(check)])
    .filter(([, outcome]) => outcome !== true)
    .map(([name, outcome]) => `${name}: ${outcome}`);
}

function attempt(check) {
  try {
    const [actual, expected] = tf.tidy(() => {
      const { result, expected: wanted } = check();
      return [tf.keep(result), tf.tensor(wanted)];
    }).map((tensor, i, all) => (i === 0 ? Array.from(all[0].dataSync()) : Array.from(tensor.dataSync())));
    return actual.every((value, i) => Math.abs(value - expected[i]) <= 1e-4) || `expected ${expected}; got ${actual}`;
  } catch (error) {
    return error.message;
  }
}

const CHECKS = {
  "a gradient of tfjs's own": () => ({ result: tf.grad((x) => tf.sin(x))(tf.tensor([0, 1])), expected: [1, Math.cos(1)] }),
  "a comparison in a loss": () => ({
    result: tf.grad((x) => tf.where(tf.greater(x, 0), tf.square(x), x))(tf.tensor([-2, 3])),
    expected: [1, 6],
  }),
  "prod without chained operations": () => ({ result: tf.grad((x) => tf.prod(x))(tf.tensor([2, 3, 4])), expected: [12, 8, 6] }),
  "mirrorPad": () => ({
    result: tf.grad((x) => tf.mirrorPad(x, [[1, 0]], "symmetric"))(tf.tensor([1, 2]), tf.tensor([10, 1, 1])),
    expected: [11, 1],
  }),
  "the second derivative of exp": () => ({
    result: tf.grad((x) => tf.grad((y) => tf.exp(y))(x))(tf.tensor([0, 1])),
    expected: [1, Math.E],
  }),
  "matMul with a transpose": () => ({
    result: tf.matMul(tf.tensor([[1, 2], [3, 4]]), tf.tensor([[1, 0], [1, 1]]), true, false),
    expected: [4, 3, 6, 4],
  }),
  "a gradient through gather": () => ({
    result: tf.grad((x) => tf.gather(x, tf.tensor([1, 1], [2], "int32")))(tf.tensor([1, 2])),
    expected: [0, 2],
  }),
};
