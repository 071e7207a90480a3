import * as tf from "@tensorflow/tfjs-core";
import { gumbelDraws, uniformDraws } from "@variate/random";
import { bernoulli, categorical, oneHotCategorical, type OneHotCategorical } from "../../../src/index.js";
import { entries } from "../marginals.js";
import type { FamilyRow } from "../row.js";

const CLASSES = [{ logits: [0.5, -1.25, 2] }, { probs: [[0.2, 0.3, 0.5], [0, 1, 3]] }];

/** Families of counts, classes and other countable values. */
export const discrete: readonly FamilyRow[] = [
  {
    family: "bernoulli", make: bernoulli,
    settings: [{ probs: 0.25 }, { logits: [0.5, -2, 0] }],
    draws: (key, shape, { probs, logits }) => tf.cast(tf.less(uniformDraws(key, shape), probs ?? tf.sigmoid(logits!)), "float32"),
  },
  {
    family: "categorical", make: categorical, settings: CLASSES,
    draws: (key, shape, { probs, logits }) => {
      const weights = logits ?? tf.log(probs!);
      return tf.argMax(tf.add(weights, gumbelDraws(key, [...shape, weights.shape.at(-1) as number])), -1);
    },
  },
  {
    family: "oneHotCategorical", make: oneHotCategorical, settings: CLASSES,
    draws: (key, shape, { probs, logits }) => {
      const noisy = tf.add(logits ?? tf.log(probs!), gumbelDraws(key, shape));
      return tf.cast(tf.equal(noisy, tf.max(noisy, -1, true)), "float32");
    },
    projections: (draws, d) => entries(draws, (d as OneHotCategorical).mean(), (p) => (x) => (x < 0 ? 0 : x < 1 ? 1 - p : 1)),
  },
];
