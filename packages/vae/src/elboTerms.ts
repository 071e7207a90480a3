import type * as tf from "@tensorflow/tfjs-core";
import { dispose, tidy } from "@variate/math";
import type { Evaluate, ObjectiveValue } from "@variate/objectives";
import { foldIn, type RandomKey } from "@variate/random";

/** Averages over a whole data set, in nats, accumulated in float64 on the host. */
export interface ElboTerms {
  /** Mean bound of one example. */
  readonly bound: number;
  /** Standard error of that mean: sd over the examples / √examples. */
  readonly standardError: number;
  /** Mean of each of the objective's terms: for `elbo`, `reconstruction` and `kl`. */
  readonly terms: Readonly<Record<string, number>>;
  readonly examples: number;
}

export interface ElboTermsOptions<M, B> {
  /** For example `elbo({ kl: "analytic" })`. */
  readonly objective: Evaluate<M, B>;
  /** Batch i uses `foldIn(key, i)`. */
  readonly key: RandomKey;
}

/**
 * The mean of an objective and of its terms over a data set, such as the test ELBO.
 *
 * @param model - Bound to the parameters under test.
 * @param batches - Their tensors are freed here.
 * @throws If there is no example.
 */
export async function elboTerms<M, B extends tf.TensorContainer>(
  model: M,
  batches: Iterable<B> | AsyncIterable<B>,
  options: ElboTermsOptions<M, B>,
): Promise<ElboTerms> {
  const { objective, key } = options;
  const sums: Record<string, number> = {};
  let total = 0;
  let totalOfSquares = 0;
  let examples = 0;
  let index = 0;
  for await (const batch of batches) {
    let value: ObjectiveValue | undefined;
    try {
      // An objective that fails halfway leaves nothing behind.
      value = tidy(() => objective(model, batch, { key: foldIn(key, index++), step: 0, datasetSize: 0 }));
      const bounds = await value.bound.data<"float32">();
      for (const bound of bounds) {
        total += bound;
        totalOfSquares += bound * bound;
      }
      for (const [name, term] of Object.entries(value.terms)) {
        const ofTerm = await term.data<"float32">();
        const sum = ofTerm.reduce((partial, each) => partial + each, 0);
        sums[name] = (sums[name] ?? 0) + sum * (bounds.length / ofTerm.length);
      }
      examples += bounds.length;
    } finally {
      dispose([value, batch]);
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
