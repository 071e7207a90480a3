import * as tf from "@tensorflow/tfjs-core";
import type { Distribution } from "../../../src/index.js";
import type { Projection } from "../row.js";

/** A scalar of one draw, and its distribution function. */
export interface Statistic {
  readonly name: string;
  readonly of: (draw: Float64Array) => number;
  readonly cdf: (x: number) => number;
}

/** The draws of each element of the batch, by the statistics that its own parameters (row-major numbers) give. */
export function perElement(
  draws: tf.Tensor,
  d: Distribution,
  statistics: (parameters: Readonly<Record<string, Float64Array>>) => readonly Statistic[],
): Projection[] {
  const size = d.eventShape.reduce((a, b) => a * b, 1);
  const elements = d.batchShape.reduce((a, b) => a * b, 1);
  const data = draws.dataSync();
  const count = data.length / (size * elements);
  const tensors = Object.entries(d).filter((entry): entry is [string, tf.Tensor] => entry[1] instanceof tf.Tensor);
  return Array.from({ length: elements }, (_, element) => {
    const own = Object.fromEntries(
      tensors.map(([name, x]) => {
        const rank = d.parameterConstraints?.[name]?.eventRank ?? x.rank - d.batchShape.length;
        const event = x.shape.slice(x.rank - rank);
        const all = tf.broadcastTo(x, [...d.batchShape, ...event]).dataSync();
        const step = all.length / elements;
        return [name, Float64Array.from(all.subarray(element * step, (element + 1) * step))];
      }),
    );
    const events = Array.from({ length: count }, (__, i) => {
      const at = (i * elements + element) * size;
      return Float64Array.from(data.subarray(at, at + size));
    });
    return statistics(own).map(({ name, of, cdf }) => ({
      name: `element ${element}, ${name}`,
      values: Float64Array.from(events, of),
      cdf: (sorted: Float64Array) => sorted.map((x) => cdf(x)),
    }));
  }).flat();
}

/** L⁻¹ x by substitution, for a row-major factor. */
export function substitute(lower: Float64Array, x: Float64Array): Float64Array {
  const n = x.length;
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let rest = x[i] as number;
    for (let j = 0; j < i; j++) rest -= (lower[i * n + j] as number) * (z[j] as number);
    z[i] = rest / (lower[i * n + i] as number);
  }
  return z;
}

/** The lower Cholesky factor of a row-major matrix. */
export function factorize(matrix: Float64Array): Float64Array {
  const n = Math.sqrt(matrix.length);
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) rest -= (lower[i * n + k] as number) * (lower[j * n + k] as number);
      lower[i * n + j] = i === j ? Math.sqrt(rest) : rest / (lower[j * n + j] as number);
    }
  }
  return lower;
}

export const minus = (x: Float64Array, y: Float64Array): Float64Array => x.map((v, i) => v - (y[i] as number));
export const squares = (x: Float64Array): number => x.reduce((sum, v) => sum + v * v, 0);
export const dot = (x: Float64Array, y: Float64Array): number => x.reduce((sum, v, i) => sum + v * (y[i] as number), 0);

/** A function of draws that several statistics share, called once for each. */
export function onceEach(fn: (draw: Float64Array) => Float64Array): (draw: Float64Array) => Float64Array {
  const known = new WeakMap<Float64Array, Float64Array>();
  return (draw) => {
    const found = known.get(draw) ?? fn(draw);
    known.set(draw, found);
    return found;
  };
}
