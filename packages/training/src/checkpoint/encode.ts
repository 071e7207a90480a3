import { encodeSafetensors, type StoredTensor } from "@variate/data";
import type { EpochSummary, Means, Totals } from "../numbers.js";
import type { Checkpoint, StoredOptimizer, StoredTree } from "./checkpoint.js";
import { checksum } from "./checksum.js";

/** What `decodeCheckpoint` asks of a file's metadata. */
export const FORMAT = "variate.checkpoint";
export const VERSION = "1";

/**
 * One safetensors file that holds a checkpoint: tensors under `params.`, `optimizer.`, `objective.params.`,
 * `objective.state.`, `objective.optimizer.`, `ema.` and `best.`, everything else as JSON in the metadata, and a
 * checksum over both. Equal checkpoints give equal bytes.
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
      key: { high: key.high, low: key.low },
      step,
      epoch,
      batch,
      batchSize,
      totals: totalsOf(totals),
      optimizer: settingsOf(optimizer),
      objective: objective && { optimizer: settingsOf(objective.optimizer) },
      holds: { ema: ema !== undefined, best: best !== undefined },
      record: record && { ...meansOf(record), step: record.step, epoch: record.epoch },
      stale,
      history: history.map(summaryOf),
      backend: checkpoint.backend,
      configuration: checkpoint.configuration,
    },
    finiteOnly,
  );
  const metadata = { format: FORMAT, version: VERSION, training, checksum: checksum(training, tensors) };
  return encodeSafetensors(tensors, metadata);
}

// Members in one order, wherever the objects come from, so that equal checkpoints give equal bytes.

function meansOf({ bound, terms }: Means): Means {
  return { bound, terms };
}

function totalsOf(totals: Totals): Totals {
  return { examples: totals.examples, ...meansOf(totals) };
}

function summaryOf(summary: EpochSummary): EpochSummary {
  const { epoch, step, validation } = summary;
  return { epoch, step, ...totalsOf(summary), ...(validation === undefined ? {} : { validation: totalsOf(validation) }) };
}

function settingsOf({ name, configuration, step }: StoredOptimizer): Omit<StoredOptimizer, "slots"> {
  return { name, configuration, step };
}

function finiteOnly(name: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw new Error(`encodeCheckpoint: expected finite numbers; got ${value} for ${name}.`);
}
