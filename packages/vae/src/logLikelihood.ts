import type { Distribution } from "@variate/distributions";
import { importanceSampling } from "@variate/inference";
import type { LatentVariableModel } from "@variate/objectives";
import { foldIn, type RandomKey } from "@variate/random";
import { eachBatch, type Batches } from "./batches.js";

export interface LogLikelihoodOptions {
  /** Batch i uses `foldIn(key, i)`. */
  readonly key: RandomKey;
  /** Importance-sampled draws for each example. */
  readonly samples: number;
  /** Draws held on the device at once, for each batch; 10 by default. */
  readonly samplesPerChunk?: number;
  readonly onProgress?: (draws: number, example: number) => void;
  readonly signal?: AbortSignal;
}

/** The log-likelihood of a data set; in nats per example but for the effective sample size. */
export interface LogLikelihood {
  /** Mean of log p(x) over the examples. */
  readonly mean: number;
  /** Standard error of the mean as an estimate for new data: sd over the examples / √examples. */
  readonly standardError: number;
  /** The part of it that more draws would lessen: the error of the importance weights alone, for these examples. */
  readonly monteCarloError: number;
  /** Smallest effective sample size of any example; near 1 the estimate is not to be trusted. */
  readonly worstEffectiveSampleSize: number;
  /** log p(x) of each example. */
  readonly perExample: Float64Array;
}

/**
 * Importance-sampled log-likelihood of a data set, log p(x) ≈ log 1/K Σ p(x, z_k) / q(z_k|x), averaged over examples.
 *
 * @param model - Bound to the parameters under test.
 * @param batches - Freed here, but for those of an array.
 * @throws If there is no example. See `importanceSampling`.
 */
export async function logLikelihood<B>(
  model: LatentVariableModel<B, Distribution, Distribution, Distribution>,
  batches: Batches<B>,
  options: LogLikelihoodOptions,
): Promise<LogLikelihood> {
  const { key, samples, samplesPerChunk, onProgress, signal } = options;
  const perExample: number[] = [];
  let sumOfVariances = 0;
  let worst = Infinity;
  let index = 0;
  for await (const batch of eachBatch(batches)) {
    const done = perExample.length;
    const result = await importanceSampling(model, batch, {
      key: foldIn(key, index++),
      samples,
      ...(samplesPerChunk === undefined ? {} : { samplesPerChunk }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: (draws) => onProgress?.(draws, done),
    });
    perExample.push(...result.logEvidence);
    for (const error of result.standardError) sumOfVariances += error * error;
    for (const size of result.effectiveSampleSize) worst = Math.min(worst, size);
  }
  const examples = perExample.length;
  if (examples === 0) throw new Error("logLikelihood: expected at least one example; got none.");
  const mean = perExample.reduce((sum, value) => sum + value, 0) / examples;
  const squares = perExample.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardError: Math.sqrt(squares / Math.max(1, examples - 1) / examples),
    monteCarloError: Math.sqrt(sumOfVariances) / examples,
    worstEffectiveSampleSize: worst,
    perExample: Float64Array.from(perExample),
  };
}
