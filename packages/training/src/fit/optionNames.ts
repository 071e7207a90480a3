import type { Params } from "@variate/math";
import type { CheckpointOptions, EarlyStoppingOptions, FitOptions, ValidationOptions } from "./options.js";
import type { ClipOptions } from "./trainStep.js";

// Records in place of lists, so that the compiler holds them to the interfaces.

const FIT: Readonly<Record<keyof FitOptions<Params, unknown, unknown>, true>> = {
  objective: true,
  optimizer: true,
  objectiveOptimizer: true,
  epochs: true,
  steps: true,
  batchSize: true,
  key: true,
  params: true,
  trainable: true,
  datasetSize: true,
  clip: true,
  ema: true,
  validation: true,
  earlyStopping: true,
  keepBest: true,
  callbacks: true,
  signal: true,
  checkpoint: true,
  resume: true,
  configuration: true,
  readEvery: true,
};
const RHYTHM = { everyEpochs: true, everySteps: true } as const;
const VALIDATION: Readonly<Record<keyof ValidationOptions<unknown, unknown>, true>> = { ...RHYTHM, data: true, objective: true, batchSize: true };
const EARLY_STOPPING: Readonly<Record<keyof EarlyStoppingOptions, true>> = { patience: true, minimumImprovement: true };
const CHECKPOINT: Readonly<Record<keyof CheckpointOptions, true>> = { ...RHYTHM, write: true };
const CLIP: Readonly<Record<keyof ClipOptions, true>> = { value: true, globalNorm: true };

/** @throws If an option has a name that `fit` does not know, which would otherwise go unheeded. */
export function checkOptionNames(options: object): void {
  check("", options, FIT);
  const { validation, earlyStopping, checkpoint, clip } = options as Readonly<Record<string, unknown>>;
  check("validation.", validation, VALIDATION);
  check("earlyStopping.", earlyStopping, EARLY_STOPPING);
  check("checkpoint.", checkpoint, CHECKPOINT);
  check("clip.", clip, CLIP);
}

function check(prefix: string, options: unknown, known: Readonly<Record<string, true>>): void {
  if (typeof options !== "object" || options === null) return;
  // An object of a class, such as a store with a method `write`, may have members of its own.
  if (Object.getPrototypeOf(options) !== Object.prototype) return;
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    const meant = names.find((other) => plain(other) === plain(name));
    const way = meant === undefined ? `Known are ${names.join(", ")}.` : `Did you mean ${prefix}${meant}?`;
    throw new Error(`fit: expected options that it knows; got ${prefix}${name}. ${way}`);
  }
}

/** A name without case, marks and a plural's s. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, "").replace(/s$/, "");
}
