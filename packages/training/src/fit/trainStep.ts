import * as tf from "@tensorflow/tfjs-core";
import { tidy, valueAndGradient, type Params } from "@variate/math";
import { foldIn, splitKey, type RandomKey } from "@variate/random";
import { clipByGlobalNorm } from "../gradients/clipByGlobalNorm.js";
import { clipByValue } from "../gradients/clipByValue.js";
import { updateAverage } from "../movingAverage.js";
import type { Optimizer } from "../optimizers/optimizer.js";
import type { Schedule } from "../schedules/schedule.js";
import { explainMissingGradient } from "./gradientCheck.js";
import { batchMeans, type BatchMeans } from "./means.js";
import type { Model } from "./model.js";
import { checkObjectiveState, evaluateObjective, type Objective } from "./objective.js";
import type { RunState } from "./runState.js";
import { trainablePart, withPart, type TrainableMask } from "./trainable.js";

/** Bounds on the gradients of a step; elements are bounded first where both are given. */
export interface ClipOptions {
  /** Bound of each element's absolute value. */
  readonly value?: number;
  /** Bound of the Euclidean norm of all gradients taken as one vector, the objective's own included. */
  readonly globalNorm?: number;
}

/** What all steps of a fit share. */
export interface StepSettings<P extends Params, M, B> {
  readonly model: Model<P, M>;
  readonly objective: Objective<M, B>;
  readonly optimizer: Optimizer;
  readonly objectiveOptimizer: Optimizer;
  readonly clip: ClipOptions;
  readonly emaDecay: Schedule | undefined;
  readonly trainable: TrainableMask | undefined;
  readonly datasetSize: number;
  /** Step t uses `[objective, network] = splitKey(foldIn(steps, t), 2)`. */
  readonly steps: RandomKey;
}

type Trained = { readonly model: Params; readonly objective: Params };

/**
 * One step: the gradient of the mean bound over the batch, and the state after one update along it.
 *
 * The state given stays as it is; tensors that the step does not touch are shared by both.
 */
export function trainStep<P extends Params, M, B>(
  settings: StepSettings<P, M, B>,
  state: RunState<P>,
  batch: B,
): { readonly state: RunState<P>; readonly means: BatchMeans } {
  let names: readonly string[] = [];
  let examples = 0;
  const { values, ...updated } = tidy(() => {
    const { params, objective } = state;
    const trained: Trained = { model: trainablePart(params, settings.trainable), objective: objective?.params ?? {} };
    const { gradient, auxiliary } = differentiate(settings, state, batch, trained, (means) => ({ names, examples } = means));
    const clipped = clip(gradient, settings.clip);
    const update = settings.optimizer.update(clipped.model, state.optimizer, trained.model);
    const next = settings.trainable === undefined ? (update.params as P) : withPart(params, update.params);
    return {
      values: auxiliary.values,
      params: next,
      optimizer: update.state,
      objective: objective && nextObjective(settings.objectiveOptimizer, objective, clipped.objective, auxiliary.state),
      ema: state.ema && settings.emaDecay && updateAverage(state.ema, next, settings.emaDecay(state.step)),
    };
  });
  return {
    state: { ...state, ...updated, step: state.step + 1, batch: state.batch + 1 },
    means: { values, names, examples },
  };
}

type Auxiliary = { readonly values: tf.Tensor; readonly state: Params };

function differentiate<P extends Params, M, B>(
  settings: StepSettings<P, M, B>,
  { params, objective: own, step }: RunState<P>,
  batch: B,
  trained: Trained,
  report: (means: BatchMeans) => void,
): { readonly gradient: Trained; readonly auxiliary: Auxiliary } {
  const { model, objective, datasetSize } = settings;
  const [objectiveKey, network] = splitKey(foldIn(settings.steps, step), 2) as [RandomKey, RandomKey];
  const context = { key: objectiveKey, step, datasetSize };
  try {
    return valueAndGradient<Trained, Auxiliary>((at) => {
      const whole = settings.trainable === undefined ? (at.model as P) : withPart(params, at.model);
      const bound = model.bind(whole, { key: network, training: true });
      const value = evaluateObjective("fit", objective, bound, batch, context, own && { params: at.objective, state: own.state });
      const mean = tf.mean(value.bound);
      const means = batchMeans(value, mean);
      report(means);
      return { value: tf.neg(mean) as tf.Scalar, auxiliary: { values: means.values, state: value.state ?? own?.state ?? {} } };
    }, trained);
  } catch (error) {
    throw explainMissingGradient(error);
  }
}

function clip(gradient: Trained, { value, globalNorm }: ClipOptions): Trained {
  const bounded = value === undefined ? gradient : clipByValue(gradient, value);
  return globalNorm === undefined ? bounded : clipByGlobalNorm(bounded, globalNorm);
}

type ObjectiveState = NonNullable<RunState<Params>["objective"]>;

function nextObjective(optimizer: Optimizer, before: ObjectiveState, gradient: Params, state: Params): ObjectiveState {
  checkObjectiveState(before.state, state);
  const update = optimizer.update(gradient, before.optimizer, before.params);
  return { params: update.params, state, optimizer: update.state };
}
