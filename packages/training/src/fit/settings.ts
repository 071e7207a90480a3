import * as tf from "@tensorflow/tfjs-core";
import type { Params } from "@variate/math";
import { positive } from "../gradients/positive.js";
import { wholeNumber } from "../schedules/schedule.js";
import { checkData, type Data } from "./data.js";
import { checkOptionNames } from "./optionNames.js";
import type { FitOptions, Rhythm } from "./options.js";
import { checkObjective, checkOptimizer, describe } from "./requirements.js";

/** Backends on which a read waits for all work queued before it. */
const QUEUED = ["webgl", "webgpu"];

export interface Limits {
  readonly epochs: number;
  readonly steps: number;
  readonly batchSize: number;
  readonly readEvery: number;
}

/** @throws If an option is missing, out of range, or at odds with another. */
export function checkOptions<P extends Params, M, B>(data: Data<B>, options: FitOptions<P, M, B>): Limits {
  checkData("fit", data);
  if (typeof options !== "object" || options === null) {
    throw new Error(`fit: expected options; got ${describe(options)}. Try fit(model, data, { objective, optimizer: adam(1e-3), epochs: 10, key: randomKey(0) }).`);
  }
  checkOptionNames(options);
  checkObjective("fit", "objective", options.objective);
  checkOptimizer("optimizer", options.optimizer);
  if (options.objectiveOptimizer !== undefined) checkOptimizer("objectiveOptimizer", options.objectiveOptimizer);
  if (options.validation?.objective !== undefined) checkObjective("fit", "validation.objective", options.validation.objective);
  const { epochs, steps, batchSize = 100, validation, earlyStopping, checkpoint } = options;
  const readEvery = options.readEvery ?? (QUEUED.includes(tf.getBackend()) ? 16 : 1);
  if (epochs === undefined && steps === undefined) throw new Error("fit: expected epochs, steps or both; got none. Try epochs: 10.");
  if (epochs !== undefined) wholeNumber("fit", "epochs", epochs, 0);
  if (steps !== undefined) wholeNumber("fit", "steps", steps, 0);
  wholeNumber("fit", "batchSize", batchSize);
  wholeNumber("fit", "readEvery", readEvery);
  if (validation?.batchSize !== undefined) wholeNumber("fit", "validation.batchSize", validation.batchSize);
  if (validation !== undefined) checkData("fit (validation)", validation.data);
  checkRhythm("validation", validation);
  checkRhythm("checkpoint", checkpoint);
  if (earlyStopping !== undefined) wholeNumber("fit", "earlyStopping.patience", earlyStopping.patience);
  if (options.clip?.value !== undefined) positive("fit", "clip.value", options.clip.value);
  if (options.clip?.globalNorm !== undefined) positive("fit", "clip.globalNorm", options.clip.globalNorm);
  if (typeof options.ema === "number" && !(options.ema >= 0 && options.ema < 1)) {
    throw new Error(`fit: expected ema in [0, 1); got ${options.ema}. Try 0.999.`);
  }
  const wantsValidation = earlyStopping !== undefined ? "earlyStopping" : options.keepBest === true ? "keepBest" : undefined;
  if (wantsValidation !== undefined && validation === undefined) {
    throw new Error(`fit: expected validation with ${wantsValidation}; got none. Give validation: { data }.`);
  }
  if (options.resume !== undefined && options.params !== undefined) {
    throw new Error("fit: expected resume or params; got both. A checkpoint brings its own parameters.");
  }
  return { epochs: epochs ?? Infinity, steps: steps ?? Infinity, batchSize, readEvery };
}

function checkRhythm(name: string, rhythm: Rhythm | undefined): void {
  if (rhythm?.everyEpochs !== undefined) wholeNumber("fit", `${name}.everyEpochs`, rhythm.everyEpochs);
  if (rhythm?.everySteps !== undefined) wholeNumber("fit", `${name}.everySteps`, rhythm.everySteps);
}

/** Whether something of this rhythm is due after `step` steps. */
export function dueAfterStep(rhythm: Rhythm, step: number): boolean {
  return rhythm.everySteps !== undefined && step % rhythm.everySteps === 0;
}

/** Whether something of this rhythm is due after `epoch` epochs; with no rhythm given, after each. */
export function dueAfterEpoch(rhythm: Rhythm, epoch: number): boolean {
  const every = rhythm.everyEpochs ?? (rhythm.everySteps === undefined ? 1 : undefined);
  return every !== undefined && epoch % every === 0;
}
