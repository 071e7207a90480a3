import type * as tf from "@tensorflow/tfjs-core";
import type { Projection } from "./row.js";

/**
 * Every entry of vector draws, batches side by side, as a scalar with its own distribution function.
 *
 * @param parameter - What tells the entries apart, of shape batchShape + eventShape, such as their probabilities.
 * @param cdf - P(entry ≤ x) from the entry's parameter and the number of its column.
 */
export function entries(draws: tf.Tensor, parameter: tf.Tensor, cdf: (own: number, column: number) => (x: number) => number): Projection[] {
  const data = draws.dataSync();
  const own = parameter.dataSync();
  return Array.from(own, (each, column) => {
    const at = cdf(each, column);
    return {
      name: `entry ${column}`,
      values: Float64Array.from({ length: data.length / own.length }, (_, i) => data[i * own.length + column] as number),
      cdf: (sorted) => sorted.map(at),
    };
  });
}
