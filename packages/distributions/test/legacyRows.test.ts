import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { gumbelDraws, uniformDraws } from "@variate/random";
import type { Nested } from "@variate/testing";
import { bernoulli, categorical, oneHotCategorical } from "../src/index.js";
import { describeDistribution, type DistributionRow } from "./legacyConformance.js";

/** What a reference row needs from the code: the factory, and its draws in terms of their base draw. */
type Family = Pick<DistributionRow, "draws" | "pathwiseByDifferences"> & { readonly make: unknown };

const FAMILIES: Readonly<Record<string, Family>> = {
  bernoulli: {
    make: bernoulli,
    draws: (key, shape, { probs, logits }) => tf.cast(tf.less(uniformDraws(key, shape), probs ?? tf.sigmoid(logits!)), "float32"),
  },
  categorical: {
    make: categorical,
    draws: (key, shape, { probs, logits }) => {
      const weights = logits ?? tf.log(probs!);
      return tf.argMax(tf.add(weights, gumbelDraws(key, [...shape, weights.shape.at(-1) as number])), -1);
    },
  },
  oneHotCategorical: {
    make: oneHotCategorical,
    draws: (key, shape, { probs, logits }) => {
      const noisy = tf.add(logits ?? tf.log(probs!), gumbelDraws(key, shape));
      return tf.cast(tf.equal(noisy, tf.max(noisy, -1, true)), "float32");
    },
  },
};

interface ReferenceRow {
  readonly name: string;
  readonly family: string;
  readonly parameters: Readonly<Record<string, Nested>>;
  readonly value: Nested;
  readonly logProb: Nested;
  readonly cdf?: Nested;
}

const { origin, rows } = JSON.parse(readFileSync(new URL("reference/families.json", import.meta.url), "utf8")) as {
  origin: string;
  rows: ReferenceRow[];
};

describeDistribution(
  origin,
  rows.map(({ family, value, logProb, cdf, ...row }) => ({
    ...row,
    ...(FAMILIES[family] as Family),
    logProb: { value, expected: logProb },
    ...(cdf === undefined ? {} : { cdf: { value, expected: cdf } }),
  })) as unknown as DistributionRow[],
);
