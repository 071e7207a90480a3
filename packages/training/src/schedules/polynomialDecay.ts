import { finite, wholeNumber, type Schedule } from "./schedule.js";

export interface PolynomialDecayOptions {
  /** Value at step 0. */
  readonly from: number;
  /** Value from step `steps` on; default 0. */
  readonly to?: number;
  readonly steps: number;
  /** Exponent; default 1, a straight line. */
  readonly power?: number;
}

/** to + (from − to) · (1 − step / steps)^power until step `steps`, then `to` for good. */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  const { from, to = 0, steps, power = 1 } = options;
  finite("polynomialDecay", "from", from);
  finite("polynomialDecay", "to", to);
  finite("polynomialDecay", "power", power);
  wholeNumber("polynomialDecay", "steps", steps);
  return (step) => (step >= steps ? to : to + (from - to) * (1 - step / steps) ** power);
}
