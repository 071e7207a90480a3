import { decodeSafetensors, type StoredTensor } from "@variate/data";
import type { RandomKey } from "@variate/random";
import type { BestRecord, EpochSummary, Means, Totals } from "../numbers.js";
import type { Json } from "../optimizers/optimizer.js";
import type { Checkpoint, StoredOptimizer, StoredTree } from "./checkpoint.js";
import { checksum } from "./checksum.js";
import { FORMAT, VERSION } from "./encode.js";
import { count, invalid, list, member, number, optional, record, text, truth, type Reader } from "./reader.js";

/**
 * The checkpoint that a file holds, as plain data. No code runs, no model is built and nothing reaches a device:
 * `fillParams` and `fit({ resume })` compare it with trees that the caller built.
 *
 * The file may be hostile: work and memory are bounded by its length, every field is checked, and names reach no
 * object's prototype.
 *
 * @throws An `Error` that names the first thing wrong.
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { format, version, training = "", checksum: sum } = metadata;
  if (format !== FORMAT) {
    throw new Error(`decodeCheckpoint: expected a file of the format ${FORMAT}; got ${show(format)}. It holds tensors, but no state of fit.`);
  }
  if (version !== VERSION) {
    throw new Error(`decodeCheckpoint: expected version ${VERSION}; got ${show(version)}. Read it with the release that wrote it.`);
  }
  if (sum !== checksum(training, tensors)) {
    throw new Error(`decodeCheckpoint: expected content of checksum ${show(sum)}; got ${checksum(training, tensors)}. The file is damaged.`);
  }
  const root: Reader = { value: parse(training), path: "training" };
  const parts = partsOf(tensors);
  const objective = member(root, "objective");
  const holds = member(root, "holds");
  const best = optional(member(root, "record"), bestRecord);
  const backend = optional(member(root, "backend"), text);
  return {
    params: parts.params,
    optimizer: storedOptimizer(member(root, "optimizer"), parts.optimizer),
    ...(objective.value === undefined
      ? {}
      : {
          objective: {
            params: parts["objective.params"],
            state: parts["objective.state"],
            optimizer: storedOptimizer(member(objective, "optimizer"), parts["objective.optimizer"]),
          },
        }),
    ...(truth(member(holds, "ema")) ? { ema: parts.ema } : {}),
    ...(truth(member(holds, "best")) ? { best: parts.best } : {}),
    ...(best === undefined ? {} : { record: best }),
    stale: count(member(root, "stale")),
    key: randomKeyOf(member(root, "key")),
    step: count(member(root, "step")),
    epoch: count(member(root, "epoch")),
    batch: count(member(root, "batch")),
    batchSize: count(member(root, "batchSize")),
    totals: totals(member(root, "totals")),
    history: list(member(root, "history"), epochSummary),
    ...(backend === undefined ? {} : { backend }),
    configuration: json(member(root, "configuration")),
  };
}

function show(value: string | undefined): string {
  return value === undefined ? "none" : JSON.stringify(value.slice(0, 60));
}

function parse(training: string): unknown {
  try {
    return JSON.parse(training) as unknown;
  } catch {
    throw new Error("decodeCheckpoint: expected JSON in the metadata; got other text. The file is damaged or is no checkpoint of fit.");
  }
}

const PARTS = ["params", "optimizer", "objective.params", "objective.state", "objective.optimizer", "ema", "best"] as const;

function partsOf(tensors: Readonly<Record<string, StoredTensor>>): Record<(typeof PARTS)[number], StoredTree> {
  const parts = Object.fromEntries(PARTS.map((part) => [part, Object.create(null) as Record<string, StoredTensor>]));
  for (const [name, tensor] of Object.entries(tensors)) {
    const part = PARTS.find((prefix) => name.startsWith(`${prefix}.`));
    if (part === undefined) {
      throw new Error(`decodeCheckpoint: expected tensors under ${PARTS.join(", ")}; got ${show(name)}. The file is no checkpoint of fit.`);
    }
    (parts[part] as Record<string, StoredTensor>)[name.slice(part.length + 1)] = tensor;
  }
  return parts as Record<(typeof PARTS)[number], StoredTree>;
}

function storedOptimizer(reader: Reader, slots: StoredTree): StoredOptimizer {
  return {
    name: text(member(reader, "name")),
    configuration: record(member(reader, "configuration"), (item) => json(item)),
    step: count(member(reader, "step")),
    slots,
  };
}

function randomKeyOf(reader: Reader): RandomKey {
  const word = (item: Reader): number => {
    const value = count(item);
    if (value >>> 0 !== value) throw invalid(item, "an unsigned 32-bit word");
    return value;
  };
  return { high: word(member(reader, "high")), low: word(member(reader, "low")) };
}

function means(reader: Reader): Means {
  return { bound: number(member(reader, "bound")), terms: record(member(reader, "terms"), number) };
}

function totals(reader: Reader): Totals {
  return { examples: count(member(reader, "examples")), ...means(reader) };
}

function bestRecord(reader: Reader): BestRecord {
  return { ...means(reader), step: count(member(reader, "step")), epoch: count(member(reader, "epoch")) };
}

function epochSummary(reader: Reader): EpochSummary {
  const validation = optional(member(reader, "validation"), totals);
  return { ...bestRecord(reader), examples: count(member(reader, "examples")), ...(validation === undefined ? {} : { validation }) };
}

const DEEPEST = 32;

/** Any JSON, copied into objects without a prototype. */
function json(reader: Reader, depth = 0): Json {
  const { value } = reader;
  if (depth > DEEPEST) throw invalid({ value: "more", path: reader.path.slice(0, 60) }, `nested at most ${DEEPEST} deep`);
  const deeper = (item: Reader): Json => json(item, depth + 1);
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return number(reader);
  if (Array.isArray(value)) return list(reader, deeper);
  if (typeof value === "object") return record(reader, deeper);
  throw invalid(reader, "JSON");
}
