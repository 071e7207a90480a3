import * as tf from "@tensorflow/tfjs-core";
import { gumbelDraws, poissonDraws, splitKey, uniformDraws, type RandomKey } from "@variate/random";
import {
  discretizedLogistic,
  discretizedLogisticMixture,
  negativeBinomial,
  orderedLogistic,
  zeroInflatedNegativeBinomial,
  zeroInflatedPoisson,
} from "../../../src/index.js";
import { over } from "../over.js";
import type { FamilyRow } from "../row.js";

/** log u − log(1 − u) of uniform draws halfway between multiples of 2⁻²³. */
function noise(key: RandomKey, shape: number[]): tf.Tensor {
  const u = tf.add(uniformDraws(key, shape), 2 ** -24);
  return tf.sub(tf.log(u), tf.log(tf.sub(1, u)));
}
const level = (y: tf.Tensor, low: number, high: number): tf.Tensor => tf.clipByValue(tf.floor(tf.add(y, 0.5)), low, high);

/** Which draws are kept, by the probability of an extra zero. */
function kept(key: RandomKey, shape: number[], { gate, gateLogits }: Readonly<Record<string, tf.Tensor>>): tf.Tensor {
  return tf.cast(tf.greaterEqual(uniformDraws(key, shape), gate ?? tf.sigmoid(gateLogits!)), "float32");
}

/** Levels of pixels and ratings, and counts with extra zeros. */
export const levels: readonly FamilyRow[] = [
  {
    family: "discretizedLogistic", make: discretizedLogistic, plain: ["low", "high"],
    draws: (key, shape, { loc, scale, low, high }) =>
      level(tf.add(loc!, tf.mul(scale!, noise(key, shape))), low as unknown as number, high as unknown as number),
  },
  {
    family: "discretizedLogisticMixture", make: discretizedLogisticMixture, plain: ["low", "high"],
    draws: (key, shape, { logits, loc, scale, low, high }) => {
      const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
      const noisy = tf.add(logits!, gumbelDraws(which, [...shape, loc!.shape.at(-1) as number]));
      const hot = tf.cast(tf.equal(noisy, tf.max(noisy, -1, true)), "float32");
      const pick = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(hot, x), -1);
      return level(tf.add(pick(loc!), tf.mul(pick(scale!), noise(value, shape))), low as unknown as number, high as unknown as number);
    },
  },
  {
    family: "orderedLogistic", make: orderedLogistic,
    draws: (key, shape, { cutpoints, loc }) =>
      tf.sum(tf.cast(tf.greater(tf.expandDims(tf.add(loc!, noise(key, shape)), -1), cutpoints!), "int32"), -1),
  },
  {
    family: "zeroInflatedPoisson", make: zeroInflatedPoisson,
    draws: (key, shape, { rate, ...gate }) => {
      const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
      return tf.mul(poissonDraws(value, over(shape, rate!), shape), kept(which, shape, gate));
    },
  },
  {
    family: "zeroInflatedNegativeBinomial", make: zeroInflatedNegativeBinomial,
    settings: [
      { mean: 5, dispersion: 2, gateLogits: 0.5 },
      { totalCount: [3, 0.5], logits: [0.5, 2], gate: [0.1, 0.4] },
    ],
    draws: (key, shape, { mean, dispersion, totalCount, logits, ...gate }) => {
      const [which, value] = splitKey(key, 2) as [RandomKey, RandomKey];
      const counts =
        mean !== undefined
          ? negativeBinomial({ totalCount: dispersion!, logits: tf.log(tf.div(mean, dispersion!)) })
          : negativeBinomial({ totalCount: totalCount!, logits: logits! });
      return tf.mul(counts.sample(value, shape.slice(0, shape.length - counts.batchShape.length)), kept(which, shape, gate));
    },
  },
];
