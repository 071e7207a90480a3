import * as tf from "@tensorflow/tfjs-core";
import type { Distribution } from "@variate/distributions";
import { tidy } from "@variate/math";
import { observationOf, type LatentVariableModel } from "@variate/objectives";
import { foldIn, type RandomKey } from "@variate/random";
import { LogWeightSums } from "./logWeightSums.js";

export interface ImportanceSamplingOptions {
  readonly key: RandomKey;
  /** K, the draws from q(z|x) for each example. */
  readonly samples: number;
  /**
   * Draws held on the device at once; 10 by default. Memory grows with this number times the batch, never with K.
   * Draw k uses `foldIn(key, floor(k / samplesPerChunk))`, so the estimate belongs to this number too.
   */
  readonly samplesPerChunk?: number;
  /** Called after each chunk with the draws made so far. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Estimates of log p(x), one entry per example; all in nats except the effective sample size. */
export interface ImportanceSamplingResult {
  /** log 1/K Σ_k w_k: unbiased for p(x), and on average below log p(x). */
  readonly logEvidence: Float64Array;
  /** Standard error of `logEvidence` by the delta method: sd(w) / (√K mean(w)). */
  readonly standardError: Float64Array;
  /** (Σ w)² / Σ w², between 1 and K. */
  readonly effectiveSampleSize: Float64Array;
  readonly samples: number;
}

/**
 * Importance-sampled log-evidence of each example, with the amortized posterior as the proposal.
 *
 *   log p(x) ≈ log 1/K Σ_k p(x|z_k) p(z_k) / q(z_k|x),   z_k ~ q(z|x)
 *
 * Draws are streamed: a chunk at a time lives on the device, and log weights are accumulated in float64 on the host,
 * so that K is bounded by patience alone. No gradient is taken.
 *
 * The standard error assumes weights of finite variance. An effective sample size near 1 says that a few draws carry
 * the estimate; then neither it nor its error is to be trusted.
 *
 * @param model - A bound model; its posterior needs no more than `sample` and `logProb`.
 * @throws If the numbers of draws are not whole and positive, if the batch's log-likelihood does not have one value
 *   per draw and example, or if the signal is aborted.
 *
 * References: Rezende, Mohamed and Wierstra (2014), appendix E; Owen (2013), Monte Carlo theory, methods and
 * examples, chapter 9.
 */
export async function importanceSampling<B>(
  model: LatentVariableModel<B, Distribution, Distribution, Distribution>,
  batch: B,
  options: ImportanceSamplingOptions,
): Promise<ImportanceSamplingResult> {
  const { key, samples, samplesPerChunk = 10, onProgress, signal } = options;
  checkCount("samples", samples);
  checkCount("samplesPerChunk", samplesPerChunk);

  let sums: LogWeightSums | undefined;
  for (let done = 0, chunk = 0; done < samples; chunk++) {
    signal?.throwIfAborted();
    const draws = Math.min(samplesPerChunk, samples - done);
    const logWeights = tidy(() => logImportanceWeights(model, batch, foldIn(key, chunk), draws));
    const values = await logWeights.data<"float32">();
    logWeights.dispose();
    sums ??= new LogWeightSums(values.length / draws);
    sums.add(values);
    done += draws;
    onProgress?.(done, samples);
  }
  return { ...(sums as LogWeightSums).estimates(), samples };
}

/** log w of shape [draws, batch]. */
function logImportanceWeights<B>(
  model: LatentVariableModel<B, Distribution, Distribution, Distribution>,
  batch: B,
  key: RandomKey,
  draws: number,
): tf.Tensor {
  const posterior = model.posterior(batch);
  const z = posterior.sample(key, [draws]);
  const logLikelihood = model.likelihood(z, batch).logProb(observationOf("importanceSampling", model, batch));
  if (logLikelihood.rank !== 2) {
    throw new Error(
      `importanceSampling: expected log-likelihoods of shape [draws, batch]; got [${logLikelihood.shape.join(", ")}]. ` +
        "Wrap the likelihood in independent(…) so that its events span all axes of one example.",
    );
  }
  return tf.sub(tf.add(logLikelihood, model.prior.logProb(z)), posterior.logProb(z));
}

function checkCount(name: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`importanceSampling: expected ${name} to be a whole number from 1 on; got ${count}.`);
  }
}
