/** A mean bound, in nats, and the means of its terms. */
export interface Means {
  readonly bound: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** Means over a data set. */
export interface Evaluation extends Means {
  readonly examples: number;
}

/** Sums over examples, in float64 and in the order of the steps. */
export interface Totals {
  readonly examples: number;
  readonly bound: number;
  readonly terms: Readonly<Record<string, number>>;
}

/** The best validation so far. */
export interface BestRecord extends Means {
  readonly step: number;
  readonly epoch: number;
}

/** An epoch in numbers: means over its examples, each taken in the step that trained on it. */
export interface EpochSummary extends Means {
  /** From 0. */
  readonly epoch: number;
  /** Number of steps taken by its end. */
  readonly step: number;
  readonly examples: number;
  /** Means over the validation data, where they were due at its end. */
  readonly validation?: Evaluation;
}
