import * as tf from "@tensorflow/tfjs-core";
import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { CheckpointContext } from "./capture.js";
import type { Clock } from "./clock.js";
import type { Callbacks, Pace } from "./events.js";
import type { BatchMeans } from "./means.js";
import type { FitOptions } from "./options.js";
import type { BatchProbe } from "./probe.js";
import { release, tensorsOf, type RunState } from "./runState.js";
import type { Limits } from "./settings.js";
import type { StepSettings } from "./trainStep.js";

/** A step whose numbers are still on the device. */
export interface PendingStep {
  readonly means: BatchMeans;
  readonly step: number;
  readonly epoch: number;
  readonly batch: number;
  readonly learningRate: number | undefined;
  /** Its batch, which may be freed by the time that its numbers are read. */
  readonly data: unknown;
  /** Made at once where that is so. */
  readonly probe: BatchProbe | undefined;
}

/** A fit under way. */
export interface Run<P extends Params, M, B> {
  readonly options: FitOptions<P, M, B>;
  readonly limits: Limits;
  readonly step: StepSettings<P, M, B>;
  readonly checkpoint: CheckpointContext;
  /** Epoch e is drawn with `foldIn(dataKey, e)`. */
  readonly dataKey: RandomKey;
  readonly validationKey: RandomKey;
  readonly callbacks: readonly Callbacks<P>[];
  readonly clock: Clock;
  /** Steps and examples of this call. */
  readonly done: { steps: number; examples: number };
  /** Batches in an epoch; NaN until known. */
  batches: number;
  /** Where this call of `fit` began. */
  readonly started: RunState<P>;
  /** Where the fit is. */
  state: RunState<P>;
  /** Where it was before the last step. */
  previous: RunState<P>;
  /** The last state whose loss was read and finite; the first one until then. */
  good: RunState<P>;
  pending: PendingStep[];
  /** The last checkpoint made, of `state`. */
  saved: { readonly state: RunState<P>; readonly bytes: Uint8Array<ArrayBuffer>; readonly written: boolean } | undefined;
}

/** Moves a run on, and frees the states that it no longer needs. */
export function advance<P extends Params, M, B>(
  run: Run<P, M, B>,
  next: Partial<Pick<Run<P, M, B>, "state" | "previous" | "good">>,
): void {
  const before = new Set([run.state, run.previous, run.good]);
  Object.assign(run, next);
  const after = [run.state, run.previous, run.good];
  for (const state of before) if (!after.includes(state)) release(state, ...after);
}

/** Frees all that a run holds but the given tensors. */
export function disposeRun<P extends Params, M, B>(run: Run<P, M, B>, kept: readonly tf.Tensor[] = []): void {
  const keep = new Set(kept);
  for (const tensor of [run.state, run.previous, run.good].flatMap(tensorsOf)) if (!keep.has(tensor)) tensor.dispose();
  tf.dispose(run.pending.map(({ means, probe }) => [means.values, probe?.finite]));
  run.pending = [];
}

/** Calls and awaits a callback of every listener, off the clock. */
export async function notify<P extends Params, M, B, N extends keyof Callbacks<P>>(
  run: Run<P, M, B>,
  name: N,
  event: Parameters<NonNullable<Callbacks<P>[N]>>[0],
): Promise<void> {
  const listeners = run.callbacks.filter((callbacks) => callbacks[name] !== undefined);
  if (listeners.length === 0) return;
  await run.clock.outside(async () => {
    for (const listener of listeners) await (listener[name] as (event: unknown) => void | Promise<void>)(event);
  });
}

/** How fast the run goes, and how long it still takes. */
export function paceOf<P extends Params, M, B>({ limits, batches, state, done, clock }: Run<P, M, B>): Pace {
  const seconds = clock.seconds();
  // NaN where the number of batches is not known, and Infinity where no limit is.
  const byEpochs = (limits.epochs - state.epoch) * batches - state.batch;
  const stepsLeft = Number.isNaN(byEpochs) ? limits.steps - state.step : Math.min(limits.steps - state.step, byEpochs);
  return {
    examplesPerSecond: seconds > 0 ? done.examples / seconds : 0,
    secondsLeft: Number.isFinite(stepsLeft) && done.steps > 0 ? (Math.max(0, stepsLeft) * seconds) / done.steps : undefined,
  };
}
