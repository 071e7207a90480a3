import * as tf from "@tensorflow/tfjs-core";
import type { Params } from "@variate/math";
import { encodeCheckpoint } from "../checkpoint/encode.js";
import { captureCheckpoint, nonFiniteIn, nonFiniteLeaf, store } from "./capture.js";
import type { StepEvent } from "./events.js";
import { addMeans, offender, readMeans } from "./means.js";
import { nonFiniteError, type NonFiniteError } from "./nonFinite.js";
import { probeBatch, readProbe } from "./probe.js";
import { advance, notify, paceOf, type PendingStep, type Run } from "./run.js";

/**
 * Reads the numbers of the steps made since the last time, adds them up and reports them.
 *
 * @throws A `NonFiniteError` if one is not finite.
 */
export async function settle<P extends Params, M, B>(run: Run<P, M, B>): Promise<void> {
  for (const event of await readSteps(run)) await notify(run, "onStep", event);
}

/** As `settle`, with the reports left to the caller. */
export async function readSteps<P extends Params, M, B>(run: Run<P, M, B>): Promise<StepEvent[]> {
  const { pending } = run;
  if (pending.length === 0) return [];
  run.pending = [];
  try {
    const read = await readMeans(pending.map(({ means }) => means));
    let { totals } = run.state;
    let totalsBefore = totals;
    const events: StepEvent[] = [];
    for (const [i, made] of pending.entries()) {
      const numbers = read[i] as (typeof read)[number];
      const { means, step, epoch, batch, learningRate } = made;
      const bad = offender(numbers);
      if (bad !== undefined) {
        const fault = await faultOf(run, made);
        throw await failure(run, { term: bad.name, value: bad.value, where: whereOf(made), step: step - 1, learningRate, fault });
      }
      totalsBefore = totals;
      totals = addMeans(totals, numbers, means.examples);
      run.done.steps++;
      run.done.examples += means.examples;
      const batches = Number.isNaN(run.batches) ? undefined : run.batches;
      events.push({ step, epoch, batch, ...numbers, ...paceOf(run), batches, examples: means.examples, learningRate });
    }
    advance(run, { state: { ...run.state, totals }, good: { ...run.previous, totals: totalsBefore } });
    return events;
  } finally {
    tf.dispose(pending.map(({ probe }) => probe?.finite));
  }
}

function whereOf({ step, epoch, batch }: PendingStep): string {
  return `at step ${step} (epoch ${epoch}, batch ${batch})`;
}

/** A checkpoint file that a failed run leaves. */
export interface Kept {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly step: number;
  /** Whether all of its numbers are finite. */
  readonly sound: boolean;
}

/** The last state whose loss was finite; if it is not finite itself, the last checkpoint made where there is one. */
export async function lastGood<P extends Params, M, B>(run: Run<P, M, B>): Promise<Kept> {
  const checkpoint = await captureCheckpoint(run.good, run.checkpoint);
  const sound = nonFiniteIn(checkpoint) === undefined;
  if (!sound && run.saved !== undefined) return { bytes: run.saved.bytes, step: run.saved.state.step, sound: true };
  return { bytes: encodeCheckpoint(checkpoint), step: run.good.step, sound };
}

export interface Failure {
  readonly term: string;
  readonly value: number;
  readonly where: string;
  /** Steps taken before it. */
  readonly step: number;
  readonly learningRate?: number | undefined;
  /** What is wrong with the data, where that is known. */
  readonly fault?: string | undefined;
}

/** The error over a number that is not finite, with the last good state. */
export async function failure<P extends Params, M, B>(run: Run<P, M, B>, met: Failure): Promise<NonFiniteError> {
  const { learningRate = run.step.optimizer.learningRate?.(run.state.optimizer.step) } = met;
  const clipped = run.step.clip.value !== undefined || run.step.clip.globalNorm !== undefined;
  return nonFiniteError({ ...met, learningRate, clipped, datasetSize: run.step.datasetSize, kept: await lastGood(run) });
}

/** What is wrong with a step's batch, where the parameters before it were finite as far as can be told. */
async function faultOf<P extends Params, M, B>(run: Run<P, M, B>, { step, epoch, batch, data, probe }: PendingStep): Promise<string | undefined> {
  if (run.previous.step === step - 1 && nonFiniteLeaf(await store(run.previous.params)) !== undefined) return undefined;
  const found = await readProbe(probe ?? probeBatch(data));
  return found === undefined ? undefined : `Batch ${batch} of epoch ${epoch} ${found}: check the data`;
}
