import type { Tensor } from "@tensorflow/tfjs-core";
import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";

/** Where in the fit an objective is evaluated, and the randomness it may use. */
export interface ObjectiveContext {
  /** An objective that needs one stream hands it on unchanged; one that needs more uses its children only. */
  readonly key: RandomKey;
  /** Number of steps taken so far. */
  readonly step: number;
  /** Number of examples in the whole data set; NaN where it is not known. */
  readonly datasetSize: number;
}

export interface ObjectiveValue<Term extends string = string> {
  /** To be maximized: one value per example, in nats. */
  readonly bound: Tensor;
  /** What the bound is made of, each averaged and reported by name. */
  readonly terms: Readonly<Record<Term, Tensor>>;
}

/** An objective without parameters of its own. */
export interface Evaluate<M, B = Tensor> {
  (model: M, batch: B, context: ObjectiveContext): ObjectiveValue;
  /**
   * What held-out data are measured by, where that is not the objective itself: for a bound with a weighted KL, the
   * bound without the weight.
   */
  readonly evaluation?: Evaluate<M, B>;
}

/** An objective with parameters or state of its own: critics, baselines, codebooks, multipliers. */
export interface StatefulObjective<M, B = Tensor, P extends Params = Params, S extends Params = Params> {
  init(key: RandomKey): { params: P; state: S };
  evaluate(
    model: M,
    batch: B,
    context: ObjectiveContext & { readonly params: P; readonly state: S },
  ): ObjectiveValue & { readonly state?: S };
}

/** What `fit` maximizes: a function of model, batch and key, or one that also has something to train or carry. */
export type Objective<M, B = Tensor> = Evaluate<M, B> | StatefulObjective<M, B>;
