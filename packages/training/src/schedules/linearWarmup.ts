import { finite, wholeNumber, type Schedule } from "./schedule.js";

export interface LinearWarmupOptions {
  /** Value from step `steps` on. */
  readonly peak: number;
  /** Number of steps on the way up. */
  readonly steps: number;
  /** Value at step 0; default 0. */
  readonly from?: number;
}

/**
 * A straight line from `from` at step 0 to `peak` at step `steps`, then `peak` for good.
 *
 *   from + (peak − from) · min(step / steps, 1)
 *
 * The same line serves KL annealing: `elbo({ klWeight: linearWarmup({ peak: 1, steps: 10_000 }) })`.
 */
export function linearWarmup(options: LinearWarmupOptions): Schedule {
  const { peak, steps, from = 0 } = options;
  finite("linearWarmup", "peak", peak);
  finite("linearWarmup", "from", from);
  wholeNumber("linearWarmup", "steps", steps);
  return (step) => (step >= steps ? peak : from + (peak - from) * (step / steps));
}
