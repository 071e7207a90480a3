import type { Tensor } from "@tensorflow/tfjs-core";
import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";

/** Where in the fit an objective is evaluated, and the randomness it may use. */
export interface ObjectiveContext {
  /** An objective that needs one stream hands it on unchanged; one that needs more uses its children only. */
  readonly key: RandomKey;
  /** Number of steps taken so far. */
  readonly step: number;
  /** Number of examples in the whole data set. */
  readonly datasetSize: number;
}

export interface ObjectiveValue {
  /** To be maximized: one value per example, in nats. */
  readonly bound: Tensor;
  /** What the bound is made of, each averaged and reported by name. */
  readonly terms: Readonly<Record<string, Tensor>>;
}

/** An objective without parameters of its own. */
export type Evaluate<M, B = Tensor> = (model: M, batch: B, context: ObjectiveContext) => ObjectiveValue;

/** An objective with parameters or state of its own: critics, baselines, codebooks, multipliers. */
export interface StatefulObjective<M, B = Tensor> {
  init(key: RandomKey): { params: Params; state: Params };
  evaluate(
    model: M,
    batch: B,
    context: ObjectiveContext & { readonly params: Params; readonly state: Params },
  ): ObjectiveValue & { readonly state?: Params };
}

/** What `fit` maximizes: a function of model, batch and key, or one that also has something to train or carry. */
export type Objective<M, B = Tensor> = Evaluate<M, B> | StatefulObjective<M, B>;
