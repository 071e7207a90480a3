import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Vectors x of counts with sum n for which Π wᵢ^xᵢ / xᵢ! is largest, by Jefferson's method: one count after the other goes to
 * the class of the largest wᵢ / (xᵢ + 1). Begins at ⌊n wᵢ / Σ w⌋, which no such vector is below. On the host.
 *
 * @param weights - [..., classes], of 0 or more, row-major; `totals` has one n for each row.
 *
 * Reference: Finucan (1964), "The mode of a multinomial distribution".
 */
export function modeOfCounts(totals: ArrayLike<number>, weights: Float64Array, shape: number[]): Tensor {
  const classes = shape[shape.length - 1] as number;
  const result = new Float32Array(weights.length);
  for (let row = 0; row < totals.length; row++) {
    const own = weights.subarray(row * classes, (row + 1) * classes);
    const sum = own.reduce((a, b) => a + b, 0);
    const n = totals[row] as number;
    // Less a rounding, so that none begins above.
    const counts = own.map((w) => Math.floor(n * (w / sum) * (1 - 1e-14)));
    for (let left = n - counts.reduce((a, b) => a + b, 0); left > 0; left--) {
      let best = 0;
      for (let i = 1; i < classes; i++) {
        if ((own[i] as number) * ((counts[best] as number) + 1) > (own[best] as number) * ((counts[i] as number) + 1)) best = i;
      }
      counts[best] = (counts[best] as number) + 1;
    }
    result.set(counts, row * classes);
  }
  return tf.tensor(result, shape, "float32");
}

/** exp of each row less its largest entry, so that no row underflows altogether. */
export function exponentials(logs: Float64Array | Float32Array, classes: number): Float64Array {
  const result = new Float64Array(logs.length);
  for (let start = 0; start < logs.length; start += classes) {
    const largest = Math.max(...logs.subarray(start, start + classes));
    for (let i = start; i < start + classes; i++) result[i] = Math.exp((logs[i] as number) - largest);
  }
  return result;
}
