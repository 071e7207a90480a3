import { finite, wholeNumber, type Schedule } from "./schedule.js";

export interface CosineDecayOptions {
  /** Value at step 0. */
  readonly from: number;
  /** Value from step `steps` on; default 0. */
  readonly to?: number;
  /** Length of the half-wave. */
  readonly steps: number;
}

/**
 * Half a cosine wave from `from` down to `to`, then `to` for good.
 *
 *   to + (from − to) · (1 + cos(π step / steps)) / 2
 *
 * Reference: Loshchilov and Hutter (2017), SGDR, arXiv:1608.03983, without restarts.
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { from, to = 0, steps } = options;
  finite("cosineDecay", "from", from);
  finite("cosineDecay", "to", to);
  wholeNumber("cosineDecay", "steps", steps);
  return (step) => (step >= steps ? to : to + ((from - to) * (1 + Math.cos((Math.PI * step) / steps))) / 2);
}
