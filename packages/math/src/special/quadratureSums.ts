import * as tf from "../tf.js";
import type { QuadratureRule } from "../gaussLegendre.js";

/** Elements that the nodes may expand to at once; more are taken a few nodes at a time. */
const LARGEST_EXPANSION = 2 ** 18;

/**
 * Sums over the nodes of a rule, elementwise, of one or several integrands that share what they are made of.
 *
 * @param like - Of the shape of the results.
 * @param integrands - Given some nodes and their weights, both [n], the integrands times the weights, of shape
 *   [...shape, n]; differentiable where they have to be.
 */
export function quadratureSums(
  like: tf.Tensor,
  { nodes, weights }: QuadratureRule,
  integrands: (nodes: tf.Tensor, weights: tf.Tensor) => readonly tf.Tensor[],
): tf.Tensor[] {
  const together = Math.max(1, Math.floor(LARGEST_EXPANSION / Math.max(1, like.size)));
  let totals: tf.Tensor[] = [];
  for (let first = 0; first < nodes.length; first += together) {
    const part = (values: readonly number[]): tf.Tensor => tf.tensor1d(values.slice(first, first + together));
    totals = tf.tidy(() =>
      integrands(part(nodes), part(weights)).map((values, i) => {
        const sum = tf.sum(values, -1);
        return totals[i] === undefined ? sum : tf.add(totals[i], sum);
      }),
    );
  }
  return totals;
}
