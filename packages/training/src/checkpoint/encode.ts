import { encodeSafetensors, type StoredTensor } from "@variate/data";
import type { Checkpoint, StoredOptimizer, StoredTree } from "./checkpoint.js";
import { checksum } from "./checksum.js";

/** What `decodeCheckpoint` asks of a file's metadata. */
export const FORMAT = "variate.checkpoint";
export const VERSION = "1";

/**
 * One safetensors file that holds a checkpoint: tensors under `params.`, `optimizer.`, `objective.params.`,
 * `objective.state.`, `objective.optimizer.`, `ema.` and `best.`, everything else as JSON in the metadata, and a
 * checksum over both. A file decoded and encoded again gives the same bytes.
 *
 * @throws If a number is not finite, which JSON cannot hold.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { params, optimizer, objective, ema, best, record, stale, key, step, epoch, batch, batchSize, totals, history } = checkpoint;
  const tensors: Record<string, StoredTensor> = {};
  const add = (prefix: string, tree: StoredTree = {}): void => {
    for (const [path, tensor] of Object.entries(tree)) tensors[`${prefix}.${path}`] = tensor;
  };
  add("params", params);
  add("optimizer", optimizer.slots);
  add("objective.params", objective?.params);
  add("objective.state", objective?.state);
  add("objective.optimizer", objective?.optimizer.slots);
  add("ema", ema);
  add("best", best);
  const training = JSON.stringify(
    {
      key,
      step,
      epoch,
      batch,
      batchSize,
      totals,
      optimizer: settingsOf(optimizer),
      objective: objective && { optimizer: settingsOf(objective.optimizer) },
      holds: { ema: ema !== undefined, best: best !== undefined },
      record,
      stale,
      history,
      configuration: checkpoint.configuration,
    },
    finiteOnly,
  );
  const metadata = { format: FORMAT, version: VERSION, training, checksum: checksum(training, tensors) };
  return encodeSafetensors(tensors, metadata);
}

function settingsOf({ name, configuration, step }: StoredOptimizer): Omit<StoredOptimizer, "slots"> {
  return { name, configuration, step };
}

function finiteOnly(name: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw new Error(`encodeCheckpoint: expected finite numbers; got ${value} for ${name}.`);
}
