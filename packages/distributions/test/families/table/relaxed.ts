import * as tf from "@tensorflow/tfjs-core";
import { gumbelDraws, uniformDraws, type RandomKey } from "@variate/random";
import {
  relaxedBernoulli,
  relaxedOneHotCategorical,
  straightThroughBernoulli,
  straightThroughOneHotCategorical,
  type StraightThroughOneHotCategorical,
} from "../../../src/index.js";
import { entries } from "../marginals.js";
import type { FamilyRow } from "../row.js";
import { perElement } from "./vectorProjections.js";

type Held = Readonly<Record<string, tf.Tensor>>;

const ODDS = [{ temperature: 0.75, logits: 0.5 }, { temperature: [0.5, 1, 2], probs: [0.25, 0.5, 0.875] }];
const CLASSES = [
  { temperature: 0.75, logits: [0.5, -1.25, 1] },
  { temperature: [0.5, 2], probs: [[0.2, 0.3, 0.5], [0.5, 1, 3]] },
];

function noisyOdds(key: RandomKey, shape: number[], { temperature, logits, probs }: Held): tf.Tensor {
  const u = tf.maximum(uniformDraws(key, shape), 2 ** -24);
  const odds = (p: tf.Tensor): tf.Tensor => tf.sub(tf.log(p), tf.log(tf.sub(1, p)));
  return tf.div(tf.add(logits ?? odds(probs!), odds(u)), temperature!);
}

function noisyWeights(key: RandomKey, shape: number[], { temperature, logits, probs }: Held): tf.Tensor {
  return tf.div(tf.add(logits ?? tf.log(probs!), gumbelDraws(key, shape)), tf.expandDims(temperature!, -1));
}

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Families of classes made smooth, and of classes with the gradients of those. */
export const relaxed: readonly FamilyRow[] = [
  {
    family: "relaxedBernoulli", make: relaxedBernoulli, settings: ODDS,
    draws: (key, shape, parameters) => tf.sigmoid(noisyOdds(key, shape, parameters)),
  },
  {
    family: "relaxedOneHotCategorical", make: relaxedOneHotCategorical, settings: CLASSES,
    draws: (key, shape, parameters) => tf.maximum(tf.softmax(noisyWeights(key, shape, parameters)), 2 ** -126),
    // Log ratios of two entries are logistic.
    projections: (draws, d) =>
      perElement(draws, d, ({ temperature, logits, probs }) => {
        const weights = logits ?? probs!.map(Math.log);
        return [1, 2].map((k) => ({
          name: `log ratio ${k}`,
          of: (x: Float64Array) => temperature![0]! * Math.log(x[k]! / x[0]!) - (weights[k]! - weights[0]!),
          cdf: logistic,
        }));
      }),
  },
  {
    family: "straightThroughBernoulli", make: straightThroughBernoulli, scoresBeyondSupport: true, settings: ODDS, pathwise: "implicit",
    draws: (key, shape, parameters) => tf.cast(tf.greater(noisyOdds(key, shape, parameters), 0), "float32"),
  },
  {
    family: "straightThroughOneHotCategorical", make: straightThroughOneHotCategorical, settings: CLASSES, pathwise: "implicit",
    draws: (key, shape, parameters) => {
      const noisy = noisyWeights(key, shape, parameters);
      return tf.cast(tf.equal(noisy, tf.max(noisy, -1, true)), "float32");
    },
    projections: (draws, d) =>
      entries(draws, (d as StraightThroughOneHotCategorical).mean(), (p) => (x) => (x < 0 ? 0 : x < 1 ? 1 - p : 1)),
  },
];
