import * as tf from "@tensorflow/tfjs-core";
import { logGammaDraws, normalDraws, splitKey, type RandomKey } from "@variate/random";
import { inverseWishart, lkjCholesky, matrixNormal, wishart } from "../../../src/index.js";
import { chi2Cdf, normalCdf, shiftedBetaCdf } from "../distributionFunctions.js";
import type { FamilyRow } from "../row.js";
import { dot, factorize, onceEach, perElement, squares, substitute, type Statistic } from "./vectorProjections.js";

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

/** The inverse of a lower triangular row-major matrix. */
function inverted(lower: Float64Array): Float64Array {
  const n = Math.sqrt(lower.length);
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) substitute(lower, Float64Array.from({ length: n }, (_, i) => Number(i === j))).forEach((v, i) => (inverse[i * n + j] = v));
  return inverse;
}

const times = (a: Float64Array, b: Float64Array): Float64Array => {
  const n = Math.sqrt(a.length);
  return a.map((_, at) => Array.from({ length: n }, (__, k) => (a[Math.floor(at / n) * n + k] as number) * (b[k * n + (at % n)] as number)).reduce((x, y) => x + y, 0));
};

/** Independent elements of a triangular factor: standard normal below the diagonal, chi with `df(i)` on it. */
function ofFactor(n: number, factor: (x: Float64Array) => Float64Array, df: (i: number) => number): Statistic[] {
  const known = onceEach(factor);
  return Array.from({ length: n * n }, (_, at) => [Math.floor(at / n), at % n] as const)
    .filter(([i, j]) => j <= i)
    .map(([i, j]): Statistic => {
      const of = (x: Float64Array): number => known(x)[i * n + j] as number;
      return i === j
        ? { name: `diagonal ${i}`, of: (x) => of(x) ** 2, cdf: (x) => chi2Cdf(x, df(i)) }
        : { name: `element ${i}, ${j}`, of, cdf: normalCdf };
    });
}

/** Families of matrices. */
export const matrices: readonly FamilyRow[] = [
  {
    family: "inverseWishart", make: inverseWishart, pathwise: "implicit", mayBeUndefined: ["mean"], drawCount: 6000,
    projections: (draws, d) =>
      perElement(draws, d, ({ df, scaleTril }) => {
        const n = d.eventShape[0] as number;
        return ofFactor(n, (x) => times(inverted(factorize(x)), scaleTril!), (i) => (df![0] as number) - n + 1 + i);
      }),
  },
  {
    family: "lkjCholesky", make: lkjCholesky, plain: ["dim"], pathwise: "implicit", mayBeUndefined: ["mode"], drawCount: 10_000,
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
    family: "matrixNormal", make: matrixNormal, drawCount: 10_000,
    draws: (key, shape, { loc, scaleTrilRow, scaleTrilColumn }) => {
      const noise = normalDraws(key, shape);
      const rows = tf.sum(tf.mul(tf.expandDims(scaleTrilRow!, -1), tf.expandDims(noise, -3)), -2);
      return tf.add(loc!, tf.sum(tf.mul(tf.expandDims(rows, -2), tf.expandDims(scaleTrilColumn!, -3)), -1));
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ loc, scaleTrilRow, scaleTrilColumn }) => {
        const [n, p] = d.eventShape as [number, number];
        const white = onceEach((x) => {
          const rows = Float64Array.from({ length: n * p });
          for (let j = 0; j < p; j++) {
            const column = Float64Array.from({ length: n }, (_, i) => (x[i * p + j] as number) - (loc![i * p + j] as number));
            substitute(scaleTrilRow!, column).forEach((v, i) => (rows[i * p + j] = v));
          }
          return Float64Array.from(Array.from({ length: n }, (_, i) => [...substitute(scaleTrilColumn!, rows.slice(i * p, i * p + p))]).flat());
        });
        return [
          { name: "squared distance", of: (x) => squares(white(x)), cdf: (x) => chi2Cdf(x, n * p) },
          ...Array.from(loc!, (_, i): Statistic => ({ name: `whitened ${i}`, of: (x) => white(x)[i] as number, cdf: normalCdf })),
        ];
      }),
  },
  {
    family: "wishart", make: wishart, pathwise: "implicit", mayBeUndefined: ["mode"], drawCount: 6000,
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
        return ofFactor(n, (x) => bartlett(scaleTril!, x), (i) => (df![0] as number) - i);
      }),
  },
];
