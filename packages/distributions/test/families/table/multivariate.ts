import * as tf from "@tensorflow/tfjs-core";
import { logGammaDraws, normalDraws, splitKey, type RandomKey } from "@variate/random";
import { lowRankMultivariateNormal, multivariateNormal, multivariateNormalDiag, multivariateStudentT } from "../../../src/index.js";
import { betaCdf, chi2Cdf, normalCdf, studentTCdf } from "../distributionFunctions.js";
import type { FamilyRow } from "../row.js";
import { dot, factorize, minus, onceEach, perElement, squares, substitute, type Statistic } from "./vectorProjections.js";

const correlated = (scaleTril: tf.Tensor, noise: tf.Tensor): tf.Tensor => tf.sum(tf.mul(scaleTril, tf.expandDims(noise, -2)), -1);

/** Squared distances and whitened components of normal vectors. */
function ofNormal(loc: Float64Array, lower: Float64Array): Statistic[] {
  const white = onceEach((x) => substitute(lower, minus(x, loc)));
  return [
    { name: "squared distance", of: (x) => squares(white(x)), cdf: (x) => chi2Cdf(x, loc.length) },
    ...Array.from(loc, (_, i) => ({ name: `whitened ${i}`, of: (x: Float64Array) => white(x)[i] as number, cdf: normalCdf })),
  ];
}

/** Families of vectors. */
export const multivariate: readonly FamilyRow[] = [
  {
    family: "lowRankMultivariateNormal", make: lowRankMultivariateNormal, drawCount: 10_000,
    draws: (key, shape, { loc, covFactor, covDiag }) => {
      const k = covFactor!.shape.at(-1) as number;
      const n = shape.at(-1) as number;
      const [shared, own] = tf.split(normalDraws(key, [...shape.slice(0, -1), k + n]), [k, n], shape.length - 1) as [tf.Tensor, tf.Tensor];
      return tf.addN([tf.mul(tf.sqrt(covDiag!), own), tf.add(loc!, correlated(covFactor!, shared))]);
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ loc, covFactor, covDiag }) => {
        const n = loc!.length;
        const k = covFactor!.length / n;
        const row = (i: number): Float64Array => covFactor!.slice(i * k, (i + 1) * k);
        const covariance = Float64Array.from({ length: n * n }, (_, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          return dot(row(i), row(j)) + (i === j ? (covDiag![i] as number) : 0);
        });
        return ofNormal(loc!, factorize(covariance));
      }),
  },
  {
    family: "multivariateNormal", make: multivariateNormal,
    draws: (key, shape, { loc, scaleTril }) => tf.add(loc!, correlated(scaleTril!, normalDraws(key, shape))),
    projections: (draws, d) => perElement(draws, d, ({ loc, scaleTril }) => ofNormal(loc!, scaleTril!)),
  },
  {
    family: "multivariateNormalDiag", make: multivariateNormalDiag,
    draws: (key, shape, { loc, scaleDiag }) => tf.add(loc!, tf.mul(scaleDiag!, normalDraws(key, shape))),
    projections: (draws, d) =>
      perElement(draws, d, ({ loc, scaleDiag }) => {
        const n = loc!.length;
        return ofNormal(loc!, Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? (scaleDiag![at / (n + 1)] as number) : 0)));
      }),
  },
  {
    family: "multivariateStudentT", make: multivariateStudentT, pathwise: "implicit", mayBeUndefined: ["mean", "variance"],
    draws: (key, shape, { df, loc, scaleTril }) => {
      const [normals, gammas] = splitKey(key, 2) as [RandomKey, RandomKey];
      const half = tf.mul(0.5, df!);
      const logs = logGammaDraws(gammas, half.dataSync(), shape.slice(0, -1));
      const stretch = tf.expandDims(tf.sqrt(tf.div(half, tf.exp(logs))), -1);
      return tf.add(loc!, tf.mul(stretch, correlated(scaleTril!, normalDraws(normals, shape))));
    },
    projections: (draws, d) =>
      perElement(draws, d, ({ df, loc, scaleTril }) => {
        const v = df![0] as number;
        const n = loc!.length;
        const white = onceEach((x) => substitute(scaleTril!, minus(x, loc!)));
        return [
          // ‖z‖²/(‖z‖² + df) is a beta variable.
          { name: "squared distance", of: (x) => squares(white(x)), cdf: (x) => betaCdf(x / (x + v), n / 2, v / 2) },
          ...Array.from(loc!, (_, i): Statistic => ({ name: `whitened ${i}`, of: (x) => white(x)[i] as number, cdf: (x) => studentTCdf(x, v) })),
        ];
      }),
  },
];
