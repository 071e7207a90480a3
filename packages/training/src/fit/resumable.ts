import type { Params } from "@variate/math";
import { backendInUse } from "../checkpoint/backendInUse.js";
import type { Checkpoint, StoredOptimizer } from "../checkpoint/checkpoint.js";
import { decodeCheckpoint } from "../checkpoint/decode.js";
import type { Json, Optimizer } from "../optimizers/optimizer.js";
import type { FitOptions } from "./options.js";

/**
 * The checkpoint to resume from, decoded where it comes as bytes. On another backend, or another build of its kernels, the
 * fit goes on, but its last bits differ: a warning says so.
 *
 * @throws If the options contradict it.
 */
export function checkpointToResume<P extends Params, M, B>(options: FitOptions<P, M, B>, batchSize: number): Checkpoint | undefined {
  const { resume, key, optimizer, objectiveOptimizer = optimizer } = options;
  if (resume === undefined) return undefined;
  const checkpoint = resume instanceof Uint8Array ? decodeCheckpoint(resume) : resume;
  if (key !== undefined && (key.high !== checkpoint.key.high || key.low !== checkpoint.key.low)) {
    throw new Error(`fit: expected the checkpoint's key ${JSON.stringify(checkpoint.key)}; got ${JSON.stringify(key)}. Leave key out to go on with it.`);
  }
  if (checkpoint.batch > 0 && checkpoint.batchSize !== batchSize) {
    throw new Error(
      `fit: expected batchSize ${checkpoint.batchSize}, with which the checkpoint stopped inside an epoch; got ${batchSize}. Finish that epoch first.`,
    );
  }
  checkStored("optimizer", checkpoint.optimizer, optimizer);
  // An objective of the other form is refused where the trees are compared.
  if (checkpoint.objective !== undefined && typeof options.objective !== "function") {
    checkStored("objectiveOptimizer", checkpoint.objective.optimizer, objectiveOptimizer);
  }
  warnOfAnotherBackend(checkpoint);
  return checkpoint;
}

function warnOfAnotherBackend({ backend: was }: Checkpoint): void {
  const is = backendInUse();
  if (was === undefined || was === is) return;
  console.warn(`fit: expected the checkpoint's backend ${was}, on which the fit would end bit by bit as if it had not stopped; got ${is}. It goes on with other last bits.`);
}

/** Running means that one decay has made say nothing under another. The learning rate alone may change on the way. */
function checkStored(option: string, stored: StoredOptimizer, given: Optimizer): void {
  const way = "To change it, start a fit from params: fillParams(model.init(key), decodeCheckpoint(bytes).params).";
  if (stored.name !== given.name) throw new Error(`fit: expected the checkpoint's ${option} ${stored.name}; got ${given.name}. ${way}`);
  const [was, is] = [stored.configuration, given.configuration];
  for (const setting of new Set([...Object.keys(was), ...Object.keys(is)])) {
    if (setting === "learningRate" || canonical(was[setting]) === canonical(is[setting])) continue;
    throw new Error(
      `fit: expected the checkpoint's ${option} ${stored.name} with ${setting} ${canonical(was[setting])}; got ${canonical(is[setting])}. ${way}`,
    );
  }
}

/** JSON with the members of objects in one order. */
function canonical(value: Json | undefined): string {
  if (value === undefined) return "none";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonical).join(",")}]`;
  const members = Object.entries(value as { readonly [name: string]: Json });
  return `{${members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(",")}}`;
}
