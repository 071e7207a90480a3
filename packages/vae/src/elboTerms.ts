import type * as tf from "@tensorflow/tfjs-core";
import { dispose, formatShape, tidy } from "@variate/math";
import type { Evaluate } from "@variate/objectives";
import { foldIn, splitKey, type RandomKey } from "@variate/random";
import { eachBatch, type Batches } from "./batches.js";

/** Averages over a whole data set, in nats, accumulated in float64 on the host. */
export interface ElboTerms {
  /** Mean bound of one example. */
  readonly bound: number;
  /** Standard error of that mean as an estimate for new data: sd over the examples / √examples. */
  readonly standardError: number;
  /** Mean of each of the objective's terms: for `elbo`, `reconstruction` and `kl`. */
  readonly terms: Readonly<Record<string, number>>;
  readonly examples: number;
}

export interface ElboTermsOptions<M, B> {
  /**
   * For example `elbo({ kl: "analytic" })`. Where it carries an `evaluation`, as `elbo` with a KL weight does, that is
   * taken in its place: the bound itself.
   */
  readonly objective: Evaluate<M, B>;
  /** Batch i uses `splitKey(foldIn(key, i), 2)[0]`, as `evaluate` of `@variate/training` does. */
  readonly key: RandomKey;
  /** Handed to the objective; NaN unless given. */
  readonly datasetSize?: number;
}

/**
 * The mean of an objective and of its terms over a data set, such as the test ELBO, with its standard error. It is
 * `evaluate` of `@variate/training` for a model that is already bound.
 *
 * @param model - Bound to the parameters under test.
 * @param batches - Freed here, but for those of an array.
 * @throws If there is no example, or the objective does not give one value per example.
 */
export async function elboTerms<M, B>(model: M, batches: Batches<B>, options: ElboTermsOptions<M, B>): Promise<ElboTerms> {
  const { key, datasetSize = NaN } = options;
  const objective = options.objective.evaluation ?? options.objective;
  const sums: Record<string, number> = {};
  let total = 0;
  let totalOfSquares = 0;
  let examples = 0;
  let index = 0;
  for await (const batch of eachBatch(batches)) {
    const [objectiveKey] = splitKey(foldIn(key, index++), 2) as [RandomKey, RandomKey];
    const value = tidy(() => objective(model, batch, { key: objectiveKey, step: 0, datasetSize }));
    try {
      const values = await perExample(value.bound);
      for (const one of values) {
        total += one;
        totalOfSquares += one * one;
      }
      for (const [name, term] of Object.entries(value.terms)) {
        const ofTerm = await term.data<"float32">();
        sums[name] = (sums[name] ?? 0) + ofTerm.reduce((sum, one) => sum + one, 0) * (values.length / ofTerm.length);
      }
      examples += values.length;
    } finally {
      dispose(value);
    }
  }
  if (examples === 0) throw new Error("elboTerms: expected at least one example; got none.");
  const mean = total / examples;
  const variance = Math.max(0, totalOfSquares / examples - mean * mean);
  return {
    bound: mean,
    standardError: Math.sqrt(variance / Math.max(1, examples - 1)),
    terms: Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / examples])),
    examples,
  };
}

async function perExample(bound: tf.Tensor): Promise<Float32Array> {
  if (bound.rank === 1) return bound.data<"float32">();
  throw new Error(
    `elboTerms: expected an objective whose bound has one value per example, shape [batch]; got ${formatShape(bound.shape)}. ` +
      "Leave the mean over the batch to the caller.",
  );
}
