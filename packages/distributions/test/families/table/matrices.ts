import * as tf from "@tensorflow/tfjs-core";
import { logGammaDraws, normalDraws, splitKey, type RandomKey } from "@variate/random";
import { lkjCholesky, wishart } from "../../../src/index.js";
import { chi2Cdf, normalCdf, shiftedBetaCdf } from "../distributionFunctions.js";
import type { FamilyRow } from "../row.js";
import { dot, factorize, onceEach, perElement, substitute, type Statistic } from "./vectorProjections.js";

/** √(2 g) with log g drawn at half the degrees of freedom, [...batch, n], repeated over the sample. */
const chiDraws = (key: RandomKey, halves: tf.Tensor, shape: number[]): tf.Tensor => {
  const logs = logGammaDraws(key, halves.dataSync(), shape);
  return tf.exp(tf.mul(0.5, tf.add(logs, Math.LN2)));
};
const lowerTriangle = (x: tf.Tensor, below: number): tf.Tensor => {
  const n = x.shape.at(-1) as number;
  return tf.mul(x, tf.tensor2d(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => Number(i - j >= below)))));
};
const onDiagonal = (x: tf.Tensor): tf.Tensor => tf.mul(tf.expandDims(x, -1), tf.eye(x.shape.at(-1) as number));

/** The Bartlett factor T of a Wishart matrix: column j of L⁻¹ C is L⁻¹ times that of the Cholesky factor C. */
function bartlett(lower: Float64Array, matrix: Float64Array): Float64Array {
  const n = Math.sqrt(matrix.length);
  const factor = factorize(matrix);
  const t = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    substitute(lower, Float64Array.from({ length: n }, (_, i) => factor[i * n + j] as number)).forEach((v, i) => (t[i * n + j] = v));
  }
  return t;
}

/** Families of matrices. */
export const matrices: readonly FamilyRow[] = [
  {
    family: "lkjCholesky", make: lkjCholesky, plain: ["dim"], pathwise: "implicit",
    draws: (key, shape, { concentration }) => {
      const n = shape.at(-1) as number;
      const lead = shape.slice(0, -2);
      const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
      const b = tf.add(tf.expandDims(concentration!, -1), tf.tensor1d(Array.from({ length: n - 1 }, (_, m) => (n - 2 - m) / 2)));
      const z = lowerTriangle(normalDraws(normals, [...lead, n - 1, n - 1]), 0);
      const last = onDiagonal(chiDraws(gammas, b, [...lead, n - 1]));
      const wide = tf.add(tf.concat([z, tf.zeros([...lead, n - 1, 1])], -1), tf.concat([tf.zeros([...lead, n - 1, 1]), last], -1));
      const first = tf.broadcastTo(tf.tensor2d([[1, ...Array<number>(n - 1).fill(0)]]), [...lead, 1, n]);
      const rows = tf.concat([first, wide], -2);
      return tf.div(rows, tf.sqrt(tf.sum(tf.square(rows), -1, true)));
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ concentration }) => {
        const n = d.eventShape[0] as number;
        // Each correlation is a shifted beta variable with both parameters concentration − 1 + n/2.
        const a = (concentration![0] as number) - 1 + n / 2;
        const pairs = Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const).filter(([i, j]) => j < i);
        return pairs.map(([i, j]): Statistic => ({
          name: `correlation ${i}, ${j}`,
          of: (x) => dot(x.slice(i * n, i * n + n), x.slice(j * n, j * n + n)),
          cdf: (x) => shiftedBetaCdf(x, a, a),
        }));
      }),
  },
  {
    family: "wishart", make: wishart, pathwise: "implicit",
    draws: (key, shape, { df, scaleTril }) => {
      const n = shape.at(-1) as number;
      const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
      const halves = tf.mul(0.5, tf.sub(tf.expandDims(df!, -1), tf.range(0, n)));
      const t = tf.add(lowerTriangle(normalDraws(normals, shape), 1), onDiagonal(chiDraws(gammas, halves, shape.slice(0, -1))));
      const factor = tf.sum(tf.mul(tf.expandDims(scaleTril!, -1), tf.expandDims(t, -3)), -2);
      return tf.sum(tf.mul(tf.expandDims(factor, -2), tf.expandDims(factor, -3)), -1);
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ df, scaleTril }) => {
        const n = d.eventShape[0] as number;
        const factor = onceEach((x) => bartlett(scaleTril!, x));
        const element = (i: number, j: number) => (x: Float64Array): number => factor(x)[i * n + j] as number;
        return Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const)
          .filter(([i, j]) => j <= i)
          .map(([i, j]): Statistic =>
            i === j
              ? { name: `diagonal ${i}`, of: (x) => element(i, i)(x) ** 2, cdf: (x) => chi2Cdf(x, (df![0] as number) - i) }
              : { name: `element ${i}, ${j}`, of: element(i, j), cdf: normalCdf },
          );
      }),
  },
];
