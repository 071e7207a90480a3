import * as tf from "@tensorflow/tfjs-core";
import { exponentialDraws, gumbelDraws, normalDraws, uniformDraws, type RandomKey } from "@variate/random";
import {
  cauchy,
  exponential,
  gumbel,
  halfCauchy,
  halfNormal,
  logistic,
  logNormal,
  normal,
  pareto,
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

/** Families of the whole line, of half of it and of its intervals, whose draws are made of one base draw or two. */
export const line: readonly FamilyRow[] = [
  { family: "cauchy", make: cauchy, pathwise: "implicit", draws: located(ofUniform((u) => Math.tan(Math.PI * (u - 0.5)))) },
  { family: "exponential", make: exponential, draws: (key, shape, { rate }) => tf.div(exponentialDraws(key, shape), rate!) },
  { family: "gumbel", make: gumbel, draws: located(gumbelDraws) },
  { family: "halfCauchy", make: halfCauchy, draws: located(ofUniform((u) => Math.tan((Math.PI * u) / 2))) },
  { family: "halfNormal", make: halfNormal, draws: located((key, shape) => tf.abs(normalDraws(key, shape))) },
  { family: "logistic", make: logistic, draws: located(ofUniform((u) => Math.log(u / (1 - u)))) },
  { family: "logNormal", make: logNormal, draws: (key, shape, { loc, scale }) => tf.exp(tf.add(loc!, tf.mul(scale!, normalDraws(key, shape)))) },
  { family: "normal", make: normal, draws: located(normalDraws) },
  {
    family: "pareto", make: pareto,
    draws: (key, shape, { scale, alpha }) => tf.mul(scale!, tf.exp(tf.div(exponentialDraws(key, shape), alpha!))),
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
