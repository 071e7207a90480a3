import type { StoredTensor } from "@variate/data";
import type { RandomKey } from "@variate/random";
import type { BestRecord, EpochSummary, Totals } from "../numbers.js";
import type { Json } from "../optimizers/optimizer.js";

/** A parameter tree as a file holds it: plain arrays by dotted path. */
export type StoredTree = Readonly<Record<string, StoredTensor>>;

/** What an optimizer remembers, as a file holds it. */
export interface StoredOptimizer {
  readonly name: string;
  readonly configuration: { readonly [setting: string]: Json };
  readonly step: number;
  readonly slots: StoredTree;
}

/**
 * A fit between two steps: all that the rest of it depends on besides model, objective, data and options. Plain data.
 */
export interface Checkpoint {
  readonly params: StoredTree;
  readonly optimizer: StoredOptimizer;
  /** What an objective with parameters or state owns. */
  readonly objective?: { readonly params: StoredTree; readonly state: StoredTree; readonly optimizer: StoredOptimizer };
  /** Exponential moving average of the parameters. */
  readonly ema?: StoredTree;
  /** Parameters of the best validation. */
  readonly best?: StoredTree;
  readonly record?: BestRecord;
  /** Validations since the record. */
  readonly stale: number;
  /** The key that `fit` was given. */
  readonly key: RandomKey;
  /** Steps taken. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** Batches taken of the epoch that is not, each of `batchSize` examples. */
  readonly batch: number;
  readonly batchSize: number;
  /** Sums over those batches. */
  readonly totals: Totals;
  /** Finished epochs in numbers. */
  readonly history: readonly EpochSummary[];
  /** What computed it, as `backendInUse` tells. */
  readonly backend?: string;
  /** What the caller of `fit` wants to find again, such as the model's sizes. */
  readonly configuration: Json;
}
