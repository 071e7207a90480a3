import type * as tf from "@tensorflow/tfjs-core";
import { storeTensorAsync, type StoredTensor } from "@variate/data";
import { flattenTree, type Params } from "@variate/math";
import type { RandomKey } from "@variate/random";
import { backendInUse } from "../checkpoint/backendInUse.js";
import type { Checkpoint, StoredOptimizer, StoredTree } from "../checkpoint/checkpoint.js";
import type { Json, Optimizer, OptimizerState } from "../optimizers/optimizer.js";
import type { RunState } from "./runState.js";

/** What a checkpoint holds that does not change over a fit. */
export interface CheckpointContext {
  readonly key: RandomKey;
  readonly batchSize: number;
  readonly configuration: Json;
  readonly optimizer: Optimizer;
  readonly objectiveOptimizer: Optimizer;
}

/** Reads a state from the device. */
export async function captureCheckpoint<P extends Params>(state: RunState<P>, context: CheckpointContext): Promise<Checkpoint> {
  const { objective, ema, best, record } = state;
  return {
    params: await store(state.params),
    optimizer: await storeOptimizer(context.optimizer, state.optimizer),
    ...(objective === undefined
      ? {}
      : {
          objective: {
            params: await store(objective.params),
            state: await store(objective.state),
            optimizer: await storeOptimizer(context.objectiveOptimizer, objective.optimizer),
          },
        }),
    ...(ema === undefined ? {} : { ema: await store(ema) }),
    ...(best === undefined ? {} : { best: await store(best) }),
    ...(record === undefined ? {} : { record }),
    stale: state.stale,
    key: context.key,
    step: state.step,
    epoch: state.epoch,
    batch: state.batch,
    batchSize: context.batchSize,
    totals: state.totals,
    history: state.history,
    backend: backendInUse(),
    configuration: context.configuration,
  };
}

/** A number in a checkpoint that is NaN or infinite. */
export interface NonFiniteEntry {
  readonly path: string;
  readonly value: number;
  /** The part of the checkpoint: "parameters", "optimizer's state" and so on. */
  readonly part: string;
}

/** The first NaN or infinity in a checkpoint: in the parameters where there is one, else in what the fit goes on from. */
export function nonFiniteIn({ params, ema, objective, optimizer, best }: Checkpoint): NonFiniteEntry | undefined {
  const parts: Readonly<Record<string, StoredTree | undefined>> = {
    parameters: params,
    "objective's parameters": objective?.params,
    "objective's state": objective?.state,
    "optimizer's state": optimizer.slots,
    "objective's optimizer state": objective?.optimizer.slots,
    "average of the parameters": ema,
    "best parameters": best,
  };
  for (const [part, tree = {}] of Object.entries(parts)) {
    const found = nonFiniteLeaf(tree);
    if (found !== undefined) return { ...found, part };
  }
  return undefined;
}

/** The first leaf of a tree that holds a NaN or an infinity. */
export function nonFiniteLeaf(tree: StoredTree): { readonly path: string; readonly value: number } | undefined {
  for (const [path, { dtype, data }] of Object.entries(tree)) {
    if (dtype !== "F32") continue;
    const value = data.find((x) => !Number.isFinite(x));
    if (value !== undefined) return { path, value };
  }
  return undefined;
}

async function storeOptimizer(optimizer: Optimizer, { step, slots }: OptimizerState): Promise<StoredOptimizer> {
  return { name: optimizer.name, configuration: optimizer.configuration, step, slots: await store(slots) };
}

/** Reads a tree from the device. */
export async function store(tree: Params): Promise<StoredTree> {
  const leaves: [string, tf.Tensor][] = Object.entries(flattenTree(tree));
  const stored: Record<string, StoredTensor> = {};
  await Promise.all(
    leaves.map(async ([path, leaf]) => {
      stored[path] = await storeTensorAsync(leaf);
    }),
  );
  return stored;
}
