import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { checkedKey, type RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

/**
 * Draws as a tensor: made by the kernel `variate.` and the name where the active backend has it (no inputs, the attributes
 * `high`, `low` and `shape`, the bits that `make` gives), else by `make`.
 */
export function drawTensor(
  name: "normalDraws" | "uniformDraws",
  key: RandomKey,
  shape: Shape,
  make: (caller: string, key: RandomKey, shape: Shape) => Float32Array,
): tf.Tensor {
  const kernel = `variate.${name}`;
  if (tf.getKernel(kernel, tf.getBackend()) === undefined) return tf.tensor(make(name, key, shape), shape as number[]);
  checkedSize(name, shape);
  const { high, low } = checkedKey(name, key);
  return tf.engine().runKernel(kernel, {}, { high, low, shape: [...shape] }) as tf.Tensor;
}
