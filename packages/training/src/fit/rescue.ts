import type { Params } from "@variate/math";
import { encodeCheckpoint } from "../checkpoint/encode.js";
import { save } from "./boundaries.js";
import { captureCheckpoint, nonFiniteIn } from "./capture.js";
import type { StepEvent } from "./events.js";
import { fitError } from "./fitError.js";
import { isNonFiniteError } from "./nonFinite.js";
import { notify, type Run } from "./run.js";
import { lastGood, readSteps, type Kept } from "./settle.js";

/**
 * The error to throw in place of one that ended a run: the same if the run has not moved, else one that keeps what was
 * reached, which is also handed to `checkpoint.write`, unless that is what failed.
 */
export async function rescue<P extends Params, M, B>(run: Run<P, M, B>, error: unknown): Promise<unknown> {
  if (run.state === run.started) return error;
  try {
    if (isNonFiniteError(error)) {
      await writeLastGood(run);
      return error;
    }
    const { bytes, step } = await reached(run);
    return fitError(error, step, bytes);
  } catch {
    // The first error tells more.
    return error;
  }
}

/** Where an interrupted run stands, or the last good state before it; written if that has not failed already. */
async function reached<P extends Params, M, B>(run: Run<P, M, B>): Promise<Kept> {
  const made = (): Kept | undefined =>
    run.saved?.state === run.state ? { bytes: run.saved.bytes, step: run.state.step, sound: true } : undefined;
  const before = made();
  if (before !== undefined) return before;
  let events: readonly StepEvent[];
  try {
    events = await readSteps(run);
  } catch {
    // A loss is not finite: the state is not the run's last good one.
    return writeLastGood(run);
  }
  try {
    for (const event of events) await notify(run, "onStep", event);
    await save(run);
  } catch {
    // `write` may have failed with the file made; else the callback did, or a number is not finite.
  }
  return made() ?? current(run);
}

/** The last good state, which is also written if it is ahead of where the run began. */
async function writeLastGood<P extends Params, M, B>(run: Run<P, M, B>): Promise<Kept> {
  const kept = await lastGood(run);
  if (!kept.sound || kept.step === run.started.step) return kept;
  try {
    await run.options.checkpoint?.write(kept.bytes);
  } catch {
    // The error that ended the run tells more.
  }
  return kept;
}

async function current<P extends Params, M, B>(run: Run<P, M, B>): Promise<Kept> {
  const checkpoint = await captureCheckpoint(run.state, run.checkpoint);
  if (nonFiniteIn(checkpoint) !== undefined) return lastGood(run);
  return { bytes: encodeCheckpoint(checkpoint), step: run.state.step, sound: true };
}
