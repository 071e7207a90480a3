import * as tf from "@tensorflow/tfjs-core";
import { tidy, type Params } from "@variate/math";
import { foldIn, splitKey, type RandomKey } from "@variate/random";
import type { Evaluation } from "../numbers.js";
import { wholeNumber } from "../schedules/schedule.js";
import { checkData, openPass, readPass, sizeOf, type Data } from "./data.js";
import { addMeans, batchMeans, meansOf, NO_TOTALS, readMeans, type BatchMeans } from "./means.js";
import type { Model } from "./model.js";
import { evaluateObjective, evaluationOf, type Objective, type ObjectiveTrees } from "./objective.js";
import { pacer } from "./pacer.js";
import { checkModel, checkObjective } from "./requirements.js";

export interface EvaluateOptions<M, B> {
  /** Its `evaluation` is taken where it has one, such as the bound without the weight of its KL. */
  readonly objective: Objective<M, B>;
  /** `"objective"` takes the objective itself in any case; default `"evaluation"`. */
  readonly measure?: "evaluation" | "objective";
  /** Batch i uses `[objective, network] = splitKey(foldIn(key, i), 2)`. */
  readonly key: RandomKey;
  /** For data sets; default 100. */
  readonly batchSize?: number;
  /** Number of steps taken, for objectives that depend on it; default 0. */
  readonly step?: number;
  /** What the objective owns, where it owns something. */
  readonly own?: ObjectiveTrees;
  /** Handed to the objective; default the size of `data`. */
  readonly datasetSize?: number;
}

/** Batches whose means are read together: few enough to bound memory, enough to keep a device busy. */
const TOGETHER = 32;

/**
 * The mean bound and terms of a model over data, in nats, every example counted once. Nothing is trained; the model is
 * bound with `training: false`.
 *
 * The result is a function of parameters, data and key. A data set is read in order, without a key, so that what it
 * redraws by epoch it draws alike in every evaluation; a function of the epoch is called with epoch 0 and `key`.
 *
 * @throws If there is no batch.
 */
export async function evaluate<P extends Params, M, B>(
  model: Model<P, M>,
  params: P,
  data: Data<B>,
  options: EvaluateOptions<M, B>,
): Promise<Evaluation> {
  const { key, batchSize = 100, step = 0, own, measure = "evaluation" } = options;
  checkModel("evaluate", model);
  checkObjective("evaluate", "objective", options.objective);
  checkData("evaluate", data);
  const objective = measure === "objective" ? options.objective : evaluationOf(options.objective);
  wholeNumber("evaluate", "batchSize", batchSize);
  const datasetSize = options.datasetSize ?? sizeOf(data);
  const breathe = pacer();
  let totals = NO_TOTALS;
  let pending: BatchMeans[] = [];
  const settle = async (): Promise<void> => {
    const batches = pending;
    pending = [];
    if (batches.length === 0) return;
    (await readMeans(batches)).forEach((means, i) => {
      totals = addMeans(totals, means, (batches[i] as BatchMeans).examples);
    });
  };

  let index = 0;
  try {
    for await (const batch of readPass(openPass(data, { epoch: 0, batchSize, key, inOrder: true }))) {
      const [objectiveKey, network] = splitKey(foldIn(key, index++), 2) as [RandomKey, RandomKey];
      pending.push(
        tidy(() => {
          const bound = model.bind(params, { key: network, training: false });
          const value = evaluateObjective("evaluate", objective, bound, batch, { key: objectiveKey, step, datasetSize }, own);
          return batchMeans(value, tf.mean(value.bound));
        }),
      );
      if (pending.length >= TOGETHER) await settle();
      await breathe();
    }
    await settle();
  } finally {
    tf.dispose(pending.map(({ values }) => values));
  }
  if (totals.examples === 0) throw new Error("evaluate: expected at least one batch; got none.");
  return { ...meansOf(totals), examples: totals.examples };
}
