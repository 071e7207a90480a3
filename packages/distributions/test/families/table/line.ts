import * as tf from "@tensorflow/tfjs-core";
import { exponentialDraws, gumbelDraws, logGammaArray, normalArray, normalDraws, splitKey, uniformDraws, type RandomKey } from "@variate/random";
import {
  cauchy,
  exponential,
  generalizedPareto,
  gumbel,
  halfCauchy,
  halfNormal,
  halfStudentT,
  logistic,
  logNormal,
  normal,
  pareto,
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

function studentDraws(key: RandomKey, shape: number[], df: tf.Tensor): tf.Tensor {
  const [normalKey, gammaKey] = splitKey(key, 2) as [RandomKey, RandomKey];
  const halves = [...tf.broadcastTo(df, shape).dataSync()].map((x) => x / 2);
  const logs = logGammaArray(gammaKey, halves, shape);
  return tf.tensor(normalArray(normalKey, shape).map((n, i) => n * Math.sqrt(halves[i]! / Math.exp(logs[i]!))), shape);
}

/** Families of the whole line, of half of it and of its intervals, whose draws are made of one base draw or two. */
export const line: readonly FamilyRow[] = [
  { family: "cauchy", make: cauchy, pathwise: "implicit", draws: located(ofUniform((u) => Math.tan(Math.PI * (u - 0.5)))) },
  { family: "exponential", make: exponential, draws: (key, shape, { rate }) => tf.div(exponentialDraws(key, shape), rate!) },
  {
    family: "generalizedPareto", make: generalizedPareto,
    draws: (key, shape, { loc, scale, concentration }) =>
      tf.add(loc!, tf.mul(scale!, tf.div(tf.expm1(tf.mul(concentration!, exponentialDraws(key, shape))), concentration!))),
  },
  { family: "gumbel", make: gumbel, draws: located(gumbelDraws) },
  { family: "halfCauchy", make: halfCauchy, draws: located(ofUniform((u) => Math.tan((Math.PI * u) / 2))) },
  { family: "halfNormal", make: halfNormal, draws: located((key, shape) => tf.abs(normalDraws(key, shape))) },
  {
    family: "halfStudentT", make: halfStudentT, pathwise: "implicit",
    draws: (key, shape, { df, scale }) => tf.mul(scale!, tf.abs(studentDraws(key, shape, df!))),
  },
  { family: "logistic", make: logistic, draws: located(ofUniform((u) => Math.log(u / (1 - u)))) },
  { family: "logNormal", make: logNormal, draws: (key, shape, { loc, scale }) => tf.exp(tf.add(loc!, tf.mul(scale!, normalDraws(key, shape)))) },
  { family: "normal", make: normal, draws: located(normalDraws) },
  {
    family: "pareto", make: pareto,
    draws: (key, shape, { scale, alpha }) => tf.mul(scale!, tf.exp(tf.div(exponentialDraws(key, shape), alpha!))),
  },
  {
    family: "studentT", make: studentT, pathwise: "implicit",
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
