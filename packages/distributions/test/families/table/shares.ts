import * as tf from "@tensorflow/tfjs-core";
import { exponentialDraws, logGammaArray, logGammaDraws, randomKey, splitKey, uniformDraws, vonMisesDraws, type RandomKey } from "@variate/random";
import { beta, betaProportion, continuousBernoulli, dirichlet, kumaraswamy, vonMises, type ContinuousBernoulli, type Dirichlet } from "../../../src/index.js";
import { betaCdf, logGamma } from "../distributionFunctions.js";
import type { FamilyRow, Projection } from "../row.js";
import { perElement } from "./vectorProjections.js";

/** Draws of log-odds of beta variables. */
function logitBetas(a: tf.Tensor, b: tf.Tensor, key: RandomKey, shape: number[]): tf.Tensor {
  const [first, second] = splitKey(key, 2) as [RandomKey, RandomKey];
  const logs = (own: RandomKey, c: tf.Tensor): Float64Array => logGammaArray(own, tf.broadcastTo(c, shape).dataSync(), shape);
  const below = logs(second, b);
  return tf.tensor(Float32Array.from(logs(first, a), (log, i) => log - (below[i] as number)), shape, "float32");
}

/**
 * log xᵢ of a Dirichlet vector far below 0, where its distribution function is xᵃ / (a B(a, n − a)): what draws of small
 * concentrations lie in, and float32 does not hold.
 */
function logMarginals(d: Dirichlet): Projection[] {
  const concentration = Float64Array.from(d.concentration.dataSync());
  const total = concentration.reduce((sum, a) => sum + a, 0);
  const small = dirichlet({ concentration: concentration.map((a) => (a / total) * 1e-3) as unknown as number[] });
  const logs = small.logSample(randomKey(78), [20_000]).dataSync();
  return Array.from(concentration, (_, i) => {
    const a = (concentration[i]! / total) * 1e-3;
    const constant = Math.log(a) + logGamma(a) + logGamma(1e-3 - a) - logGamma(1e-3);
    return {
      name: `log entry ${i} of concentration ${a}`,
      values: Float64Array.from({ length: 20_000 }, (__, k) => Math.min(logs[k * concentration.length + i]!, -20)),
      cdf: (sorted: Float64Array) => sorted.map((x) => (x < -20 ? Math.exp(a * x - constant) : 1)),
    };
  });
}

/** Families of shares of a whole, between 0 and 1, and of angles. */
export const shares: readonly FamilyRow[] = [
  {
    family: "beta", make: beta, pathwise: "implicit",
    draws: (key, shape, { concentration1, concentration0 }) => tf.sigmoid(logitBetas(concentration1!, concentration0!, key, shape)),
  },
  {
    family: "betaProportion", make: betaProportion, pathwise: "implicit",
    draws: (key, shape, { loc, concentration }) =>
      tf.sigmoid(logitBetas(tf.mul(loc!, concentration!), tf.mul(tf.sub(1, loc!), concentration!), key, shape)),
  },
  {
    family: "continuousBernoulli", make: continuousBernoulli, pathwise: "implicit",
    settings: [{ logits: 1.5 }, { logits: [-3, 0, 12] }, { probs: [0.25, 0.5] }],
    draws: (key, shape, parameters) =>
      (continuousBernoulli(parameters as never) as ContinuousBernoulli).quantile(uniformDraws(key, shape)),
  },
  {
    family: "dirichlet", make: dirichlet, pathwise: "implicit",
    draws: (key, shape, { concentration }) => tf.softmax(logGammaDraws(key, tf.broadcastTo(concentration!, shape).dataSync(), shape)),
    projections: (draws, d) => [
      ...perElement(draws, d, ({ concentration }) => {
        const total = concentration!.reduce((sum, a) => sum + a, 0);
        return Array.from(concentration!, (a, i) => ({
          name: `entry ${i}`, of: (x: Float64Array) => x[i]!, cdf: (x: number) => betaCdf(x, a, total - a),
        }));
      }),
      ...(d.batchShape.length === 0 ? logMarginals(d as Dirichlet) : []),
    ],
  },
  {
    family: "kumaraswamy", make: kumaraswamy,
    draws: (key, shape, { concentration1, concentration0 }) => {
      const e = tf.maximum(exponentialDraws(key, shape), 2 ** -24);
      return tf.pow(tf.neg(tf.expm1(tf.neg(tf.div(e, concentration0!)))), tf.div(1, concentration1!));
    },
  },
  {
    // The cdf starts at −π, so that its gradient in the location is that of draws only where hardly any lie there; and
    // the mean is that of angles on the line where they are spread evenly about 0 or hardly any lie there.
    family: "vonMises", make: vonMises, scoresBeyondSupport: true, pathwise: "implicit",
    settings: [{ loc: 0.5, concentration: 9 }, { loc: [0, 0, -1], concentration: [0.5, 3, 40] }],
    draws: (key, shape, { loc, concentration }) => {
      const x = tf.add(loc!, vonMisesDraws(key, tf.broadcastTo(concentration!, shape).dataSync(), shape));
      return tf.sub(x, tf.mul(2 * Math.PI, tf.round(tf.mul(x, 1 / (2 * Math.PI)))));
    },
  },
];
