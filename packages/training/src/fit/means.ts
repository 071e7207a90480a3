import * as tf from "@tensorflow/tfjs-core";
import { tidy, withoutGradient } from "@variate/math";
import type { Means, Totals } from "../numbers.js";
import type { ObjectiveValue } from "./objective.js";

/** Means of one batch, still on the device: `values` is [bound, ...terms]. */
export interface BatchMeans {
  readonly values: tf.Tensor;
  readonly names: readonly string[];
  readonly examples: number;
}

export const NO_TOTALS: Totals = { examples: 0, bound: 0, terms: {} };

/** The means of what an objective gave; `mean` is that of its bound. */
export function batchMeans(value: ObjectiveValue, mean: tf.Tensor): BatchMeans {
  const values = withoutGradient(() =>
    tidy(() => tf.stack([mean, ...Object.values(value.terms).map((term) => tf.mean(term))])),
  );
  return { values, names: Object.keys(value.terms), examples: value.bound.size };
}

/** Reads batches' means in one transfer and frees them. */
export async function readMeans(batches: readonly BatchMeans[]): Promise<Means[]> {
  const all = batches.length === 1 ? (batches[0] as BatchMeans).values : tidy(() => tf.concat(batches.map(({ values }) => values)));
  try {
    const numbers = await all.data();
    let at = 0;
    return batches.map(({ names }) => {
      const bound = numbers[at++] as number;
      const terms: Record<string, number> = {};
      for (const name of names) terms[name] = numbers[at++] as number;
      return { bound, terms };
    });
  } finally {
    tf.dispose([all, ...batches.map(({ values }) => values)]);
  }
}

export function addMeans(totals: Totals, means: Means, examples: number): Totals {
  const terms: Record<string, number> = { ...totals.terms };
  for (const [name, mean] of Object.entries(means.terms)) terms[name] = (terms[name] ?? 0) + mean * examples;
  return { examples: totals.examples + examples, bound: totals.bound + means.bound * examples, terms };
}

/** Means over all examples, so that a short last batch counts for what it holds. */
export function meansOf(totals: Totals): Means {
  const terms: Record<string, number> = {};
  for (const [name, sum] of Object.entries(totals.terms)) terms[name] = sum / totals.examples;
  return { bound: totals.bound / totals.examples, terms };
}

/** The first mean that is NaN or infinite: a term where there is one, else the bound. */
export function offender({ bound, terms }: Means): { readonly name: string; readonly value: number } | undefined {
  const bad = Object.entries(terms).find(([, mean]) => !Number.isFinite(mean));
  if (bad !== undefined) return { name: bad[0], value: bad[1] };
  return Number.isFinite(bound) ? undefined : { name: "bound", value: bound };
}
