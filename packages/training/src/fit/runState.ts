import * as tf from "@tensorflow/tfjs-core";
import { treeLeaves, type Params } from "@variate/math";
import type { BestRecord, EpochSummary, Totals } from "../numbers.js";
import type { OptimizerState } from "../optimizers/optimizer.js";
import type { ObjectiveTrees } from "./objective.js";

/** Everything that the rest of a fit depends on, besides data and options. Replaced as a whole, never changed. */
export interface RunState<P extends Params> {
  readonly params: P;
  readonly optimizer: OptimizerState;
  readonly objective: (ObjectiveTrees & { readonly optimizer: OptimizerState }) | undefined;
  readonly ema: P | undefined;
  readonly best: P | undefined;
  readonly record: BestRecord | undefined;
  /** Validations since the record. */
  readonly stale: number;
  /** Steps taken. */
  readonly step: number;
  /** Epochs finished. */
  readonly epoch: number;
  /** Batches taken of the epoch that is not. */
  readonly batch: number;
  /** Sums over those batches. */
  readonly totals: Totals;
  readonly history: readonly EpochSummary[];
}

/** All tensors that a state owns. */
export function tensorsOf(state: RunState<Params>): tf.Tensor[] {
  const { params, optimizer, objective, ema, best } = state;
  const trees = [params, optimizer.slots, objective?.params, objective?.state, objective?.optimizer.slots, ema, best];
  return trees.flatMap((tree) => (tree === undefined ? [] : treeLeaves(tree)));
}

/** Frees the tensors of a state that none of the others shares. */
export function release(state: RunState<Params>, ...kept: readonly RunState<Params>[]): void {
  const shared = new Set(kept.flatMap(tensorsOf));
  for (const tensor of tensorsOf(state)) if (!shared.has(tensor)) tensor.dispose();
}
