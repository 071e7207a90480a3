import type { Params } from "@variate/math";
import type { Schedule } from "../schedules/schedule.js";

/** Plain data, as JSON holds it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** What an optimizer remembers between updates. Plain data: a count and a tree of tensors. */
export interface OptimizerState {
  /** Number of updates made. */
  readonly step: number;
  /** Running quantities, each a tree of the parameters' form: `slots.squareSum.encoder.weight`. */
  readonly slots: Params;
}

/** A rule that takes parameters downhill: a pure function of gradients, state and parameters. */
export interface Optimizer {
  /** The factory's name. A checkpoint made with one name does not resume with another. */
  readonly name: string;
  /** Its settings, as checkpoints and reports show them. */
  readonly configuration: { readonly [setting: string]: Json };
  /** The learning rate of each update, where the optimizer knows it. */
  readonly learningRate?: Schedule;
  /** The state before the first update. The caller owns its tensors. */
  init(params: Params): OptimizerState;
  /**
   * One update that lessens the function whose gradients are given.
   *
   * The arguments are left as they are; the caller owns the new tensors, and none of them is one of the old.
   *
   * @throws If `gradients` or `state` are not of the form of `params`.
   */
  update<P extends Params>(gradients: P, state: OptimizerState, params: P): { params: P; state: OptimizerState };
}

/** A number, or a function of the number of updates made. */
export type LearningRate = number | Schedule;
