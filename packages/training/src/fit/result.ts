import { treeLeaves, type Params } from "@variate/math";
import type { BestRecord, EpochSummary } from "../numbers.js";
import type { ObjectiveTrees } from "./objective.js";
import { disposeRun, type Run } from "./run.js";

/** Why a fit ended. */
export type FitStatus = "completed" | "aborted" | "earlyStopping";

/** What a fit reached. The caller owns its tensors: `dispose(result)` of `@variate/math` frees them all. */
export interface FitResult<P extends Params> {
  readonly params: P;
  /** Exponential moving average of the parameters, where `ema` asked for one. */
  readonly ema?: P;
  /** Parameters of the best validation, where they were kept. */
  readonly best?: P;
  /** The best validation in numbers. */
  readonly record?: BestRecord;
  /** What an objective with parameters or state owns. */
  readonly objective?: ObjectiveTrees;
  readonly status: FitStatus;
  /** Steps taken, those before a resumed checkpoint included. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
  readonly history: readonly EpochSummary[];
  /** Time that training took in this call, in seconds, without validation and callbacks. */
  readonly seconds: number;
  readonly examplesPerSecond: number;
  /** The checkpoint file of where the fit ended: `fit(…, { resume: result.checkpoint() })` goes on. */
  checkpoint(): Uint8Array<ArrayBuffer>;
}

/** Hands over what the caller gets and frees the rest. */
export function resultOf<P extends Params, M, B>(run: Run<P, M, B>, status: FitStatus, checkpoint: Uint8Array<ArrayBuffer>): FitResult<P> {
  const { params, ema, best, record, objective, step, epoch, history } = run.state;
  const seconds = run.clock.seconds();
  const trees = [params, ema ?? {}, best ?? {}, objective?.params ?? {}, objective?.state ?? {}];
  disposeRun(run, trees.flatMap(treeLeaves));
  return {
    params,
    ...(ema === undefined ? {} : { ema }),
    ...(best === undefined ? {} : { best }),
    ...(record === undefined ? {} : { record }),
    ...(objective === undefined ? {} : { objective: { params: objective.params, state: objective.state } }),
    status,
    step,
    epoch,
    history,
    seconds,
    examplesPerSecond: seconds > 0 ? run.done.examples / seconds : 0,
    checkpoint: () => checkpoint,
  };
}
