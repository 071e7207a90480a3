import { treeSize, type Params } from "@variate/math";
import { foldIn, splitKey, type RandomKey } from "@variate/random";
import { toSchedule } from "../schedules/schedule.js";
import { afterStep, endEpoch, save } from "./boundaries.js";
import { startClock } from "./clock.js";
import { batchesIn, openPass, readPass, sizeOf, type Data } from "./data.js";
import type { Callbacks } from "./events.js";
import { requireGradients } from "./gradientCheck.js";
import type { Model } from "./model.js";
import type { FitOptions } from "./options.js";
import { pacer } from "./pacer.js";
import { probeBatch } from "./probe.js";
import { rescue } from "./rescue.js";
import { checkModel } from "./requirements.js";
import { checkpointToResume } from "./resumable.js";
import { resultOf, type FitResult, type FitStatus } from "./result.js";
import { advance, disposeRun, type Run } from "./run.js";
import { release } from "./runState.js";
import { checkOptions } from "./settings.js";
import { firstState, restoreState } from "./startState.js";
import { trainablePart } from "./trainable.js";
import { trainStep } from "./trainStep.js";

/**
 * Maximizes the mean of an objective's bound over data by stochastic gradient ascent: Algorithm 1 of AEVB, with any
 * model, objective and optimizer.
 *
 * Each step takes one batch, binds the model to the parameters and moves them along the gradient of the batch's mean
 * bound; a short last batch is averaged over its own size. The fit is a function of parameters, data, key and options:
 * the same key gives the same numbers to the last digit on the same backend, and a fit stopped after any step and
 * resumed ends with the very bytes of one that was not.
 *
 * It yields to the event loop every few milliseconds, and holds two copies of parameters and optimizer state.
 *
 * @param model - Fresh parameters from a key, and what the objective sees once they are bound.
 * @param data - A data set, batches, or a function of the epoch (from 0) and its key that returns batches.
 * @returns The parameters, which the caller owns, with the history and a checkpoint to go on from.
 * @throws A `NonFiniteError` if the loss or anything that a checkpoint holds is NaN or infinite; a `FitError` with the
 *   `cause` if a callback, the data, the objective or `checkpoint.write` throws once a step was taken. Both hold in
 *   `checkpoint()` what the fit reached, which is also handed to `checkpoint.write`, unless that failed.
 *
 * Reference: Kingma and Welling (2014), Auto-Encoding Variational Bayes, arXiv:1312.6114, Algorithm 1.
 */
export async function fit<P extends Params, M, B>(
  model: Model<P, M>,
  data: Data<B>,
  options: FitOptions<P, M, B>,
): Promise<FitResult<P>> {
  // What is made from here on must not belong to a tidy of the caller's.
  await Promise.resolve();
  const run = begin(model, data, options);
  try {
    const status = await train(run, data);
    return resultOf(run, status, await save(run));
  } catch (error) {
    const kept = await rescue(run, error);
    disposeRun(run);
    throw kept;
  }
}

function begin<P extends Params, M, B>(model: Model<P, M>, data: Data<B>, options: FitOptions<P, M, B>): Run<P, M, B> {
  checkModel("fit", model);
  const limits = checkOptions(data, options);
  requireGradients();
  const resumed = checkpointToResume(options, limits.batchSize);
  const key = resumed?.key ?? options.key;
  if (key === undefined) throw new Error("fit: expected key; got none. Try key: randomKey(0).");
  const [initKey, dataKey, steps, objectiveKey, validationKey] = splitKey(key, 5) as [RandomKey, RandomKey, RandomKey, RandomKey, RandomKey];

  const { objective, optimizer, objectiveOptimizer = optimizer, trainable, clip = {}, ema, callbacks = [] } = options;
  const keepsBest = options.keepBest ?? options.earlyStopping !== undefined;
  const settings = { model, objective, optimizer, objectiveOptimizer, trainable };
  let state = firstState({ ...settings, params: options.params, keepsEma: ema !== undefined, initKey, objectiveKey });
  try {
    if (treeSize(trainablePart(state.params, trainable)) + treeSize(state.objective?.params ?? {}) === 0) {
      throw new Error("fit: expected at least one parameter to train; got none.");
    }
    if (resumed !== undefined) {
      const first = state;
      state = restoreState(first, resumed, keepsBest);
      release(first);
    }
  } catch (error) {
    release(state);
    throw error;
  }
  const datasetSize = options.datasetSize ?? sizeOf(data);
  return {
    options,
    limits,
    step: { ...settings, clip, emaDecay: ema === undefined ? undefined : toSchedule(ema), datasetSize, steps },
    checkpoint: {
      key,
      batchSize: limits.batchSize,
      configuration: options.configuration ?? resumed?.configuration ?? null,
      optimizer,
      objectiveOptimizer,
    },
    dataKey,
    validationKey,
    callbacks: Array.isArray(callbacks) ? (callbacks as readonly Callbacks<P>[]) : [callbacks as Callbacks<P>],
    clock: startClock(),
    done: { steps: 0, examples: 0 },
    batches: batchesIn(data, limits.batchSize),
    started: state,
    state,
    previous: state,
    good: state,
    pending: [],
    saved: undefined,
  };
}

async function train<P extends Params, M, B>(run: Run<P, M, B>, data: Data<B>): Promise<FitStatus> {
  const breathe = pacer();
  for (;;) {
    const { epoch, batch: start } = run.state;
    const ended = start === 0 ? statusOf(run) : undefined;
    if (ended !== undefined) return ended;
    const pass = openPass(data, { epoch, batchSize: run.limits.batchSize, key: foldIn(run.dataKey, epoch), start });
    for await (const batch of readPass(pass)) {
      // Asked once there is another batch: a fit that ends with an epoch closes it.
      const status = statusOf(run);
      if (status !== undefined) return status;
      takeStep(run, batch);
      await afterStep(run);
      await breathe();
      if (run.options.signal?.aborted === true) return "aborted";
    }
    await endEpoch(run);
  }
}

function takeStep<P extends Params, M, B>(run: Run<P, M, B>, batch: B): void {
  const before = run.state;
  const learningRate = run.step.optimizer.learningRate?.(before.optimizer.step);
  const { state, means } = trainStep(run.step, before, batch);
  advance(run, { state, previous: before });
  const probe = run.limits.readEvery > 1 ? probeBatch(batch) : undefined;
  run.pending.push({ means, step: state.step, epoch: state.epoch, batch: state.batch, learningRate, data: batch, probe });
}

function statusOf<P extends Params, M, B>({ options, limits, state }: Run<P, M, B>): FitStatus | undefined {
  if (state.epoch >= limits.epochs || state.step >= limits.steps) return "completed";
  if (options.earlyStopping !== undefined && state.stale >= options.earlyStopping.patience) return "earlyStopping";
  return options.signal?.aborted === true ? "aborted" : undefined;
}
