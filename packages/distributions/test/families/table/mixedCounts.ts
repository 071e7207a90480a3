import * as tf from "@tensorflow/tfjs-core";
import { binomialDraws, logGammaArray, multinomialDraws, poissonDraws, splitKey, uniformDraws, zipfDraws, type RandomKey } from "@variate/random";
import { betaBinomial, dirichletMultinomial, discreteUniform, gammaPoisson, skellam, zipf, type DirichletMultinomial } from "../../../src/index.js";
import { entries } from "../marginals.js";
import { betaBinomialCdf } from "../massFunctions.js";
import type { FamilyRow } from "../row.js";
import { over } from "../over.js";

/** Counts whose parameter is itself a draw, and other families of integers. */
export const mixedCounts: readonly FamilyRow[] = [
  {
    family: "gammaPoisson", make: gammaPoisson,
    draws: (key, shape, { concentration, rate }) => {
      const [ofRate, ofValue] = splitKey(key, 2) as [RandomKey, RandomKey];
      const rates = over(shape, rate!);
      return poissonDraws(ofValue, logGammaArray(ofRate, over(shape, concentration!), shape).map((log, i) => Math.exp(log) / rates[i]!), shape);
    },
  },
  {
    family: "betaBinomial", make: betaBinomial, constants: ["totalCount"],
    settings: [
      { totalCount: 10, concentration1: 2, concentration0: 3 },
      { totalCount: [7, 7, 7], concentration1: [0.5, 4, 1], concentration0: [0.25, 2, 1] },
    ],
    draws: (key, shape, { totalCount, concentration1, concentration0 }) => {
      const [one, zero, count] = splitKey(key, 3) as [RandomKey, RandomKey, RandomKey];
      const zeros = logGammaArray(zero, over(shape, concentration0!), shape);
      const logits = logGammaArray(one, over(shape, concentration1!), shape).map((log, i) => log - zeros[i]!);
      return binomialDraws(count, over(shape, totalCount!), { logits }, shape);
    },
  },
  {
    family: "dirichletMultinomial", make: dirichletMultinomial, constants: ["totalCount"],
    settings: [
      { totalCount: 12, concentration: [1, 2, 3] },
      { totalCount: [5, 5], concentration: [[0.5, 0.5, 0.25], [2, 1, 0.1]] },
    ],
    draws: (key, shape, { totalCount, concentration }) => {
      const [ofProbs, ofCounts] = splitKey(key, 2) as [RandomKey, RandomKey];
      const weights = logGammaArray(ofProbs, over(shape, concentration!), shape).map((log) => Math.exp(log));
      return multinomialDraws(ofCounts, over(shape.slice(0, -1), totalCount!), weights, shape);
    },
    projections: (draws, d) => {
      const { concentration, totalCount } = d as DirichletMultinomial;
      const n = totalCount.dataSync()[0] as number;
      const totals = tf.broadcastTo(tf.sum(concentration, -1, true), concentration.shape).dataSync();
      return entries(draws, concentration, (own, column) => betaBinomialCdf(n, own, (totals[column] as number) - own));
    },
  },
  {
    family: "discreteUniform", make: discreteUniform, constants: ["low", "high"],
    settings: [{ low: 0, high: 9 }, { low: [-3, -3], high: [4, 4] }],
    draws: (key, shape, { low, high }) => tf.add(low!, tf.floor(tf.mul(tf.add(tf.sub(high!, low!), 1), uniformDraws(key, shape)))),
  },
  {
    family: "skellam", make: skellam,
    draws: (key, shape, { rate1, rate2 }) => {
      const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
      return tf.sub(poissonDraws(first, over(shape, rate1!), shape), poissonDraws(second, over(shape, rate2!), shape));
    },
  },
  {
    family: "zipf", make: zipf,
    draws: (key, shape, { exponent }) => zipfDraws(key, over(shape, exponent!), shape),
  },
];
