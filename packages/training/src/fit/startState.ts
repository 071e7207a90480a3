import { cloneTree, disposeTree, tidy, type Params } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Checkpoint, StoredOptimizer } from "../checkpoint/checkpoint.js";
import { fill } from "../checkpoint/fillParams.js";
import type { Optimizer, OptimizerState } from "../optimizers/optimizer.js";
import { givenParams } from "./givenParams.js";
import { NO_TOTALS } from "./means.js";
import type { Model } from "./model.js";
import type { Objective } from "./objective.js";
import type { RunState } from "./runState.js";
import { trainablePart, type TrainableMask } from "./trainable.js";

export interface StartSettings<P extends Params, M, B> {
  readonly model: Model<P, M>;
  readonly objective: Objective<M, B>;
  readonly optimizer: Optimizer;
  readonly objectiveOptimizer: Optimizer;
  readonly trainable: TrainableMask | undefined;
  readonly params: P | undefined;
  readonly keepsEma: boolean;
  readonly initKey: RandomKey;
  readonly objectiveKey: RandomKey;
}

/** The state before the first step. */
export function firstState<P extends Params, M, B>(settings: StartSettings<P, M, B>): RunState<P> {
  const { model, objective, optimizer, objectiveOptimizer } = settings;
  return tidy(() => {
    const params = settings.params === undefined ? model.init(settings.initKey) : givenParams(model, settings.params, settings.initKey);
    const own = typeof objective === "function" ? undefined : objective.init(settings.objectiveKey);
    return {
      params,
      optimizer: optimizer.init(trainablePart(params, settings.trainable)),
      objective: own && { ...own, optimizer: objectiveOptimizer.init(own.params) },
      ema: settings.keepsEma ? cloneTree(params) : undefined,
      best: undefined,
      record: undefined,
      stale: 0,
      step: 0,
      epoch: 0,
      batch: 0,
      totals: NO_TOTALS,
      history: [],
    };
  });
}

/**
 * The state that a checkpoint holds, in the form of the first one, which it replaces and frees.
 *
 * @throws If the checkpoint is of another form; the first difference is named, and nothing is kept.
 */
export function restoreState<P extends Params>(first: RunState<P>, checkpoint: Checkpoint, keepsBest: boolean): RunState<P> {
  const made: Params[] = [];
  const take = <T extends Params>(what: string, like: T, stored: Checkpoint["params"]): T => {
    const tree = fill(`fit (resume, ${what})`, like, stored);
    made.push(tree);
    return tree;
  };
  const takeOptimizer = (what: string, like: OptimizerState, { step, slots }: StoredOptimizer): OptimizerState => ({
    step,
    slots: take(what, like.slots, slots),
  });
  try {
    const { objective } = first;
    if ((objective === undefined) !== (checkpoint.objective === undefined)) {
      const [wanted, got] = objective === undefined ? ["without", "with"] : ["with", "without"];
      throw new Error(`fit (resume): expected a checkpoint of an objective ${wanted} parameters; got one ${got}. Fit with the objective it was made with.`);
    }
    return {
      params: take("parameters", first.params, checkpoint.params),
      optimizer: takeOptimizer("optimizer state", first.optimizer, checkpoint.optimizer),
      objective:
        objective && checkpoint.objective && {
          params: take("objective's parameters", objective.params, checkpoint.objective.params),
          state: take("objective's state", objective.state, checkpoint.objective.state),
          optimizer: takeOptimizer("objective's optimizer state", objective.optimizer, checkpoint.objective.optimizer),
        },
      ema: first.ema && take("average", first.ema, checkpoint.ema ?? checkpoint.params),
      best: keepsBest && checkpoint.best !== undefined ? take("best parameters", first.params, checkpoint.best) : undefined,
      record: checkpoint.record,
      stale: checkpoint.stale,
      step: checkpoint.step,
      epoch: checkpoint.epoch,
      batch: checkpoint.batch,
      totals: checkpoint.totals,
      history: checkpoint.history,
    };
  } catch (error) {
    made.forEach(disposeTree);
    throw error;
  }
}
