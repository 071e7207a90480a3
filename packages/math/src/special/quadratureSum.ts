import * as tf from "@tensorflow/tfjs-core";
import type { QuadratureRule } from "../gaussianQuadrature.js";

/** Elements that the nodes may expand to at once; more are taken a few nodes at a time. */
const LARGEST_EXPANSION = 2 ** 18;

/**
 * Σ weights · integrand(nodes), elementwise.
 *
 * @param like - Of the shape of the result.
 * @param integrand - Given some nodes, [n], its values of shape [...shape, n]; differentiable where it has to be.
 */
export function quadratureSum(
  like: tf.Tensor,
  { nodes, weights }: QuadratureRule,
  integrand: (nodes: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const together = Math.max(1, Math.min(nodes.length, Math.floor(LARGEST_EXPANSION / Math.max(1, like.size))));
  let total: tf.Tensor | undefined;
  for (let first = 0; first < nodes.length; first += together) {
    const values = integrand(tf.tensor1d(nodes.slice(first, first + together)));
    const part = tf.sum(tf.mul(tf.tensor1d(weights.slice(first, first + together)), values), -1);
    total = total === undefined ? part : tf.add(total, part);
  }
  return total as tf.Tensor;
}
