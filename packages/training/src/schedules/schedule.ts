/**
 * A number that changes over a fit: a pure function of the number of steps already taken, so step 0 comes first.
 *
 * Learning rates, EMA decays and the KL weight of an objective all take one.
 */
export type Schedule = (step: number) => number;

/** The same value at every step. */
export function constantSchedule(value: number): Schedule {
  finite("constantSchedule", "value", value);
  return () => value;
}

/** A number as the schedule that is constant; a schedule as it is. */
export function toSchedule(value: number | Schedule): Schedule {
  return typeof value === "number" ? () => value : value;
}

/** @throws If `value` is not a finite number. */
export function finite(caller: string, name: string, value: number): void {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new Error(`${caller}: expected ${name} to be a finite number; got ${String(value)}.`);
  }
}

/** @throws If `value` is not a whole number of at least `least`. */
export function wholeNumber(caller: string, name: string, value: number, least = 1): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new Error(`${caller}: expected ${name} to be a whole number of at least ${least}; got ${String(value)}.`);
  }
}
