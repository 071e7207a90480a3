import * as tf from "@tensorflow/tfjs-core";
import {
  binomialDraws,
  exponentialDraws,
  gumbelDraws,
  logGammaArray,
  multinomialDraws,
  poissonDraws,
  splitKey,
  uniformDraws,
  type RandomKey,
} from "@variate/random";
import {
  bernoulli,
  binomial,
  categorical,
  geometric,
  multinomial,
  negativeBinomial,
  oneHotCategorical,
  poisson,
  type Multinomial,
  type OneHotCategorical,
} from "../../../src/index.js";
import { entries } from "../marginals.js";
import { binomialCdf } from "../massFunctions.js";
import { over } from "../over.js";
import type { FamilyRow } from "../row.js";

const chances = (shape: number[], { probs, logits }: Readonly<Record<string, tf.Tensor>>) =>
  logits !== undefined ? { logits: over(shape, logits) } : over(shape, probs!);

const CLASSES = [{ logits: [0.5, -1.25, 2] }, { probs: [[0.2, 0.3, 0.5], [0, 1, 3]] }];

/** Families of counts, classes and other countable values. */
export const discrete: readonly FamilyRow[] = [
  {
    family: "bernoulli", make: bernoulli, scoresBeyondSupport: true,
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
  {
    family: "geometric", make: geometric, settings: [{ probs: 0.25 }, { logits: [0.5, -2, 3] }],
    draws: (key, shape, { probs, logits }) =>
      tf.floor(tf.div(exponentialDraws(key, shape), probs !== undefined ? tf.neg(tf.log1p(tf.neg(probs))) : tf.softplus(logits!))),
  },
  {
    family: "poisson", make: poisson,
    draws: (key, shape, { rate }) => poissonDraws(key, over(shape, rate!), shape),
  },
  {
    family: "binomial", make: binomial, constants: ["totalCount"],
    settings: [{ totalCount: 10, probs: 0.25 }, { totalCount: [6, 6, 6], logits: [0.5, -2, 3] }],
    draws: (key, shape, { totalCount, ...rest }) => binomialDraws(key, over(shape, totalCount!), chances(shape, rest), shape),
  },
  {
    family: "negativeBinomial", make: negativeBinomial, settings: [{ totalCount: 2.5, probs: 0.25 }, { totalCount: [0.7, 3, 12.5], logits: [2.5, 0.5, -1] }],
    draws: (key, shape, { totalCount, probs, logits }) => {
      const [ofRate, ofValue] = splitKey(key, 2) as [RandomKey, RandomKey];
      const odds = over(shape, logits !== undefined ? tf.exp(logits) : tf.div(probs!, tf.sub(1, probs!)));
      return poissonDraws(ofValue, logGammaArray(ofRate, over(shape, totalCount!), shape).map((log, i) => Math.exp(log) * odds[i]!), shape);
    },
  },
  {
    family: "multinomial", make: multinomial, constants: ["totalCount"],
    settings: [{ totalCount: 12, logits: [0.5, -1.25, 2] }, { totalCount: [5, 5], probs: [[0.2, 0.3, 0.5], [0, 1, 3]] }],
    draws: (key, shape, { totalCount, probs, logits }) => {
      const p = logits !== undefined ? tf.softmax(logits) : tf.div(probs!, tf.sum(probs!, -1, true));
      return multinomialDraws(key, over(shape.slice(0, -1), totalCount!), over(shape, p), shape);
    },
    projections: (draws, d) => {
      const n = (d as Multinomial).totalCount.dataSync()[0] as number;
      return entries(draws, tf.div((d as Multinomial).mean(), n), (p) => binomialCdf(n, p));
    },
  },
];
