import * as tf from "@tensorflow/tfjs-core";
import { exponentialDraws, gumbelDraws, logGammaArray, normalArray, normalDraws, splitKey, uniformArray, uniformDraws, type RandomKey } from "@variate/random";
import {
  asymmetricLaplace,
  cauchy,
  deterministic,
  exponential,
  generalizedNormal,
  generalizedPareto,
  gumbel,
  halfCauchy,
  halfNormal,
  halfStudentT,
  horseshoe,
  johnsonSU,
  logistic,
  logitNormal,
  logLogistic,
  logNormal,
  normal,
  pareto,
  sinhArcsinh,
  skewNormal,
  studentT,
  uniform,
  weibull,
} from "../../../src/index.js";
import type { FamilyRow } from "../row.js";

/** u + 2⁻²⁴ in float64, mapped by f. */
const ofUniform = (f: (u: number) => number) => (key: RandomKey, shape: number[]) =>
  tf.tensor(Float32Array.from(uniformDraws(key, shape).dataSync(), (u) => f(u + 2 ** -24)), shape);

const located =
  (standard: (key: RandomKey, shape: number[]) => tf.Tensor): NonNullable<FamilyRow["draws"]> =>
  (key, shape, { loc, scale }) => tf.add(loc ?? 0, tf.mul(scale!, standard(key, shape)));

/** f of each draw and the parameter that goes with it, in float64. */
function zip(draws: tf.Tensor, parameter: tf.Tensor, f: (u: number, parameter: number) => number): tf.Tensor {
  const own = tf.broadcastTo(parameter, draws.shape).dataSync();
  return tf.tensor(Float32Array.from(draws.dataSync(), (u, i) => f(u, own[i]!)), draws.shape);
}

function studentDraws(key: RandomKey, shape: number[], df: tf.Tensor): tf.Tensor {
  const [normalKey, gammaKey] = splitKey(key, 2) as [RandomKey, RandomKey];
  const halves = [...tf.broadcastTo(df, shape).dataSync()].map((x) => x / 2);
  const logs = logGammaArray(gammaKey, halves, shape);
  return tf.tensor(normalArray(normalKey, shape).map((n, i) => n * Math.sqrt(halves[i]! / Math.exp(logs[i]!))), shape);
}

/** Families of the whole line, of half of it and of its intervals, whose draws are made of one base draw or two. */
export const line: readonly FamilyRow[] = [
  {
    family: "asymmetricLaplace", make: asymmetricLaplace,
    draws: (key, shape, { loc, scale, asymmetry }) =>
      tf.add(loc!, tf.mul(scale!, zip(ofUniform((u) => u)(key, shape), asymmetry!, (u, k) => {
        const at = (k * k) / (1 + k * k);
        return u < at ? k * Math.log(u / at) : -Math.log((1 - u) / (1 - at)) / k;
      }))),
  },
  { family: "cauchy", make: cauchy, pathwise: "implicit", draws: located(ofUniform((u) => Math.tan(Math.PI * (u - 0.5)))) },
  {
    family: "deterministic", make: deterministic, pathwise: "atoms",
    draws: (_, shape, { loc }) => tf.broadcastTo(loc!, shape),
    // Draws of one value, which no key changes.
    settings: [{ loc: 2 }, { loc: [-3, -3] }],
  },
  { family: "exponential", make: exponential, draws: (key, shape, { rate }) => tf.div(exponentialDraws(key, shape), rate!) },
  {
    family: "generalizedNormal", make: generalizedNormal, pathwise: "implicit",
    draws: (key, shape, { loc, scale, power }) => {
      const [signKey, gammaKey] = splitKey(key, 2) as [RandomKey, RandomKey];
      const inverse = [...tf.broadcastTo(power!, shape).dataSync()].map((b) => 1 / b);
      const logs = logGammaArray(gammaKey, inverse, shape);
      const standard = uniformArray(signKey, shape).map((u, i) => (u < 0.5 ? -1 : 1) * Math.exp(logs[i]! * inverse[i]!));
      return tf.add(loc!, tf.mul(scale!, tf.tensor(standard, shape)));
    },
  },
  {
    family: "generalizedPareto", make: generalizedPareto,
    draws: (key, shape, { loc, scale, concentration }) =>
      tf.add(loc!, tf.mul(scale!, tf.div(tf.expm1(tf.mul(concentration!, exponentialDraws(key, shape))), concentration!))),
  },
  { family: "gumbel", make: gumbel, draws: located(gumbelDraws) },
  { family: "halfCauchy", make: halfCauchy, draws: located(ofUniform((u) => Math.tan((Math.PI * u) / 2))) },
  { family: "halfNormal", make: halfNormal, draws: located((key, shape) => tf.abs(normalDraws(key, shape))) },
  {
    family: "halfStudentT", make: halfStudentT, pathwise: "implicit", drawCount: 4000,
    draws: (key, shape, { df, scale }) => tf.mul(scale!, tf.abs(studentDraws(key, shape, df!))),
  },
  {
    family: "horseshoe", make: horseshoe,
    draws: (key, shape, { scale }) => {
      const [normalKey, cauchyKey] = splitKey(key, 2) as [RandomKey, RandomKey];
      const local = ofUniform((u) => Math.abs(Math.tan(Math.PI * (u - 0.5))))(cauchyKey, shape);
      return tf.mul(scale!, tf.mul(local, normalDraws(normalKey, shape)));
    },
  },
  {
    family: "johnsonSU", make: johnsonSU,
    draws: (key, shape, { loc, scale, skewness, tailweight }) =>
      tf.add(loc!, tf.mul(scale!, tf.sinh(tf.div(tf.sub(normalDraws(key, shape), skewness!), tailweight!)))),
  },
  { family: "logistic", make: logistic, draws: located(ofUniform((u) => Math.log(u / (1 - u)))) },
  {
    family: "logitNormal", make: logitNormal,
    draws: (key, shape, { loc, scale }) => tf.sigmoid(tf.add(loc!, tf.mul(scale!, normalDraws(key, shape)))),
  },
  {
    family: "logLogistic", make: logLogistic,
    draws: (key, shape, { scale, concentration }) =>
      tf.mul(scale!, tf.exp(tf.div(ofUniform((u) => Math.log(u / (1 - u)))(key, shape), concentration!))),
  },
  { family: "logNormal", make: logNormal, draws: (key, shape, { loc, scale }) => tf.exp(tf.add(loc!, tf.mul(scale!, normalDraws(key, shape)))) },
  { family: "normal", make: normal, draws: located(normalDraws) },
  {
    family: "pareto", make: pareto,
    draws: (key, shape, { scale, alpha }) => tf.mul(scale!, tf.exp(tf.div(exponentialDraws(key, shape), alpha!))),
  },
  {
    family: "sinhArcsinh", make: sinhArcsinh,
    draws: (key, shape, { loc, scale, skewness, tailweight }) => {
      const stretched = tf.sinh(tf.mul(tf.add(tf.asinh(normalDraws(key, shape)), skewness!), tailweight!));
      return tf.add(loc!, tf.mul(tf.div(tf.mul(2, scale!), tf.sinh(tf.mul(Math.asinh(2), tailweight!))), stretched));
    },
  },
  {
    family: "skewNormal", make: skewNormal, pathwise: "implicit",
    draws: (key, shape, { loc, scale, skewness }) => {
      const [firstKey, secondKey] = splitKey(key, 2) as [RandomKey, RandomKey];
      const root = tf.sqrt(tf.add(1, tf.square(skewness!)));
      const standard = tf.div(tf.add(tf.mul(skewness!, tf.abs(normalDraws(firstKey, shape))), normalDraws(secondKey, shape)), root);
      return tf.add(loc!, tf.mul(scale!, standard));
    },
  },
  {
    family: "studentT", make: studentT, pathwise: "implicit", drawCount: 4000, mayBeUndefined: ["mean", "variance"],
    draws: (key, shape, { df, loc, scale }) => tf.add(loc!, tf.mul(scale!, studentDraws(key, shape, df!))),
  },
  {
    family: "uniform", make: uniform,
    draws: (key, shape, { low, high }) => tf.add(low!, tf.mul(tf.sub(high!, low!), uniformDraws(key, shape))),
  },
  {
    family: "weibull", make: weibull,
    draws: (key, shape, { scale, concentration }) => tf.mul(scale!, tf.pow(exponentialDraws(key, shape), tf.div(1, concentration!))),
  },
];
