import { finite, wholeNumber, type Schedule } from "./schedule.js";

export interface ExponentialDecayOptions {
  /** Value at step 0. */
  readonly from: number;
  /** What the value is multiplied by over `every` steps; positive. */
  readonly factor: number;
  /** Default 1. */
  readonly every?: number;
  /** The value never falls below it; default 0. */
  readonly floor?: number;
}

/**
 * Smooth geometric decay: max(floor, from · factor^(step / every)).
 *
 * `stepDecay` falls in stairs instead.
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { from, factor, every = 1, floor = 0 } = checked("exponentialDecay", options);
  return (step) => Math.max(floor, from * factor ** (step / every));
}

/**
 * Geometric decay in stairs: max(floor, from · factor^⌊step / every⌋).
 */
export function stepDecay(options: ExponentialDecayOptions): Schedule {
  const { from, factor, every = 1, floor = 0 } = checked("stepDecay", options);
  return (step) => Math.max(floor, from * factor ** Math.floor(step / every));
}

function checked(caller: string, options: ExponentialDecayOptions): ExponentialDecayOptions {
  finite(caller, "from", options.from);
  finite(caller, "factor", options.factor);
  finite(caller, "floor", options.floor ?? 0);
  if (options.factor <= 0) throw new Error(`${caller}: expected factor to be positive; got ${options.factor}.`);
  wholeNumber(caller, "every", options.every ?? 1);
  return options;
}
