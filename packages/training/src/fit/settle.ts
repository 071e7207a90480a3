import type { Params } from "@variate/math";
import { encodeCheckpoint } from "../checkpoint/encode.js";
import { captureCheckpoint } from "./capture.js";
import type { StepEvent } from "./events.js";
import { addMeans, offender, readMeans } from "./means.js";
import { nonFiniteError, type NonFiniteError } from "./nonFinite.js";
import { advance, notify, paceOf, type PendingStep, type Run } from "./run.js";

/**
 * Reads the numbers of the steps made since the last time, adds them up and reports them.
 *
 * @throws A `NonFiniteError` if one is not finite.
 */
export async function settle<P extends Params, M, B>(run: Run<P, M, B>): Promise<void> {
  const { pending } = run;
  if (pending.length === 0) return;
  run.pending = [];
  const read = await readMeans(pending.map(({ means }) => means));
  let { totals } = run.state;
  let totalsBefore = totals;
  const events: StepEvent[] = [];
  for (const [i, { means, learningRate, ...position }] of pending.entries()) {
    const numbers = read[i] as (typeof read)[number];
    const bad = offender(numbers);
    if (bad !== undefined) throw await failure(run, bad.name, bad.value, whereOf(pending[i] as PendingStep), position.step - 1, learningRate);
    totalsBefore = totals;
    totals = addMeans(totals, numbers, means.examples);
    run.done.steps++;
    run.done.examples += means.examples;
    const batches = Number.isNaN(run.batches) ? undefined : run.batches;
    events.push({ ...position, ...numbers, ...paceOf(run), batches, examples: means.examples, learningRate });
  }
  advance(run, { state: { ...run.state, totals }, good: { ...run.previous, totals: totalsBefore } });
  for (const event of events) await notify(run, "onStep", event);
}

function whereOf({ step, epoch, batch }: PendingStep): string {
  return `at step ${step} (epoch ${epoch}, batch ${batch})`;
}

/** The error over a number that is not finite, with the last good state. */
export async function failure<P extends Params, M, B>(
  run: Run<P, M, B>,
  term: string,
  value: number,
  where: string,
  step: number,
  learningRate = run.step.optimizer.learningRate?.(run.state.optimizer.step),
): Promise<NonFiniteError> {
  const checkpoint = encodeCheckpoint(await captureCheckpoint(run.good, run.checkpoint));
  const clipped = run.step.clip.value !== undefined || run.step.clip.globalNorm !== undefined;
  const { datasetSize } = run.step;
  return nonFiniteError({ term, value, where, step, learningRate, clipped, datasetSize, checkpoint, goodStep: run.good.step });
}
