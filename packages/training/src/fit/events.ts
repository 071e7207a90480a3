import type { Params } from "@variate/math";
import type { EpochSummary, Evaluation, Means } from "../numbers.js";

/** How far a fit is, and how fast it goes. */
export interface Pace {
  /** Training examples per second since this call of `fit` began, time spent on validation and callbacks left out. */
  readonly examplesPerSecond: number;
  /** Seconds of training left at that pace; undefined where the end is not known. */
  readonly secondsLeft: number | undefined;
}

/** Numbers of one step: means over its batch. */
export interface StepEvent extends Means, Pace {
  /** Number of steps taken, this one included. */
  readonly step: number;
  /** From 0. */
  readonly epoch: number;
  /** Number of batches of this epoch taken, this one included. */
  readonly batch: number;
  /** Number of batches in an epoch; undefined until known. */
  readonly batches: number | undefined;
  readonly examples: number;
  /** Undefined where the optimizer does not know it. */
  readonly learningRate: number | undefined;
}

export interface EpochEvent<P extends Params = Params> extends EpochSummary, Pace {
  /** The parameters reached. They stay the fit's: do not dispose them, and copy what has to outlast the callback. */
  readonly params: P;
  /** Their moving average, where one is kept. */
  readonly ema?: P;
}

export interface ValidationEvent extends Evaluation {
  readonly step: number;
  readonly epoch: number;
  /** Whether this is the best so far. */
  readonly improved: boolean;
}

export interface CheckpointEvent {
  readonly step: number;
  readonly epoch: number;
  /** Length of the file. */
  readonly bytes: number;
}

/**
 * Functions that `fit` calls and awaits on its way. An error in one ends the fit.
 */
export interface Callbacks<P extends Params = Params> {
  /** Every step in order, once its numbers have been read: up to `readEvery` steps late. */
  onStep?(event: StepEvent): void | Promise<void>;
  onEpoch?(event: EpochEvent<P>): void | Promise<void>;
  onValidation?(event: ValidationEvent): void | Promise<void>;
  onCheckpoint?(event: CheckpointEvent): void | Promise<void>;
}
