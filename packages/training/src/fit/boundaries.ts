import { cloneTree, type Params } from "@variate/math";
import { encodeCheckpoint } from "../checkpoint/encode.js";
import type { Evaluation } from "../numbers.js";
import { captureCheckpoint, nonFiniteIn, nonFiniteLeaf, store } from "./capture.js";
import { openPass, readPass } from "./data.js";
import { evaluate } from "./evaluate.js";
import { meansOf, NO_TOTALS, offender } from "./means.js";
import type { ValidationOptions } from "./options.js";
import { evaluationOf } from "./objective.js";
import { probeBatch, readProbe } from "./probe.js";
import { advance, notify, paceOf, type Run } from "./run.js";
import { dueAfterEpoch, dueAfterStep } from "./settings.js";
import { failure, settle } from "./settle.js";

/** Whatever is due after a step: validation, then a checkpoint that knows its outcome. */
export async function afterStep<P extends Params, M, B>(run: Run<P, M, B>): Promise<void> {
  const { validation, checkpoint } = run.options;
  const { step } = run.state;
  const validates = validation !== undefined && dueAfterStep(validation, step);
  const saves = checkpoint !== undefined && dueAfterStep(checkpoint, step);
  if (validates || saves || run.pending.length >= run.limits.readEvery) await settle(run);
  if (validates) await validate(run, validation);
  if (saves) await save(run);
}

/** Closes an epoch: its summary, and whatever is due after it. */
export async function endEpoch<P extends Params, M, B>(run: Run<P, M, B>): Promise<void> {
  await settle(run);
  const { validation, checkpoint } = run.options;
  const { epoch, step, totals } = run.state;
  if (totals.examples === 0) {
    throw new Error(
      `fit: expected data with at least one batch; got none in epoch ${epoch}. An iterator is spent after one epoch: ` +
        "give an array, a data set, or a function of the epoch.",
    );
  }
  run.batches = run.state.batch;
  const evaluation = validation !== undefined && dueAfterEpoch(validation, epoch + 1) ? await validate(run, validation) : undefined;
  const summary = { epoch, step, examples: totals.examples, ...meansOf(totals), ...(evaluation === undefined ? {} : { validation: evaluation }) };
  const { state } = run;
  advance(run, { state: { ...state, epoch: epoch + 1, batch: 0, totals: NO_TOTALS, history: [...state.history, summary] } });
  const { params, ema } = run.state;
  await notify(run, "onEpoch", { ...summary, ...paceOf(run), params, ...(ema === undefined ? {} : { ema }) });
  if (checkpoint !== undefined && dueAfterEpoch(checkpoint, epoch + 1)) await save(run);
}

async function validate<P extends Params, M, B>(run: Run<P, M, B>, validation: ValidationOptions<M, B>): Promise<Evaluation> {
  const { params, ema, objective, step, epoch } = run.state;
  const evaluated = ema ?? params;
  const evaluation = await run.clock.outside(() =>
    evaluate(run.step.model, evaluated, validation.data, {
      objective: validation.objective ?? evaluationOf(run.step.objective),
      measure: "objective",
      key: run.validationKey,
      batchSize: validation.batchSize ?? run.limits.batchSize,
      step,
      ...(objective === undefined ? {} : { own: objective }),
    }),
  );
  const bad = offender(evaluation);
  if (bad !== undefined) {
    const fault = await validationFault(run, validation, evaluated);
    throw await failure(run, { term: bad.name, value: bad.value, where: `in the validation after step ${step}`, step, fault });
  }

  const { record, stale, best } = run.state;
  const { bound, terms } = evaluation;
  const improved = record === undefined || bound > record.bound + (run.options.earlyStopping?.minimumImprovement ?? 0);
  const keeps = run.options.keepBest ?? run.options.earlyStopping !== undefined;
  advance(run, {
    state: {
      ...run.state,
      record: improved ? { bound, terms, step, epoch } : record,
      stale: improved ? 0 : stale + 1,
      best: improved && keeps ? cloneTree(evaluated) : best,
    },
  });
  await notify(run, "onValidation", { ...evaluation, step, epoch, improved });
  return evaluation;
}

/** What is wrong with the validation data, where finite parameters gave a number that is not finite. */
async function validationFault<P extends Params, M, B>(run: Run<P, M, B>, { data, batchSize = run.limits.batchSize }: ValidationOptions<M, B>, params: P): Promise<string | undefined> {
  if (nonFiniteLeaf(await store(params)) !== undefined) return undefined;
  let index = 0;
  try {
    for await (const batch of readPass(openPass(data, { epoch: 0, batchSize, key: run.validationKey, inOrder: true }))) {
      index++;
      const found = await readProbe(probeBatch(batch));
      if (found !== undefined) return `Batch ${index} of the validation data ${found}: check the data`;
    }
  } catch {
    // Data that cannot be read again leave it at that.
  }
  return undefined;
}

/**
 * Makes the checkpoint of where the run is, and hands it to the caller's `write`. A run that has not moved writes
 * nothing: what is there may be ahead of it.
 *
 * @throws A `NonFiniteError` if the last update left a number that is not finite: such a state is never written.
 */
export async function save<P extends Params, M, B>(run: Run<P, M, B>): Promise<Uint8Array<ArrayBuffer>> {
  await settle(run);
  const { state } = run;
  const write = state === run.started ? undefined : run.options.checkpoint?.write;
  if (run.saved?.state === state && (run.saved.written || write === undefined)) return run.saved.bytes;
  const checkpoint = await captureCheckpoint(state, run.checkpoint);
  const bad = nonFiniteIn(checkpoint);
  if (bad !== undefined) {
    throw await failure(run, { term: bad.path, value: bad.value, where: `in the ${bad.part} after step ${state.step}`, step: state.step });
  }
  const bytes = encodeCheckpoint(checkpoint);
  run.saved = { state, bytes, written: false };
  if (write === undefined) return bytes;
  await run.clock.outside(() => run.options.checkpoint?.write(bytes));
  run.saved = { state, bytes, written: true };
  await notify(run, "onCheckpoint", { step: state.step, epoch: state.epoch, bytes: bytes.length });
  return bytes;
}
