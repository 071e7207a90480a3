import { finite, wholeNumber, type Schedule } from "./schedule.js";

export interface PiecewiseConstantOptions {
  /** One more than there are boundaries. */
  readonly values: readonly number[];
  /** `values[i + 1]` holds from step `boundaries[i]` on; increasing. */
  readonly boundaries: readonly number[];
}

/**
 * A staircase with steps of any height and length.
 *
 * The schedule of the importance-weighted autoencoder (Burda et al. 2016, 1e-3 · 10^(−i/7) for 3^i epochs) is one.
 */
export function piecewiseConstant(options: PiecewiseConstantOptions): Schedule {
  const values = [...options.values];
  const boundaries = [...options.boundaries];
  if (values.length !== boundaries.length + 1) {
    throw new Error(
      `piecewiseConstant: expected one value more than boundaries; got ${values.length} values, ${boundaries.length} boundaries.`,
    );
  }
  values.forEach((value, i) => finite("piecewiseConstant", `values[${i}]`, value));
  boundaries.forEach((boundary, i) => wholeNumber("piecewiseConstant", `boundaries[${i}]`, boundary, (boundaries[i - 1] ?? 0) + 1));
  return (step) => {
    const passed = boundaries.findIndex((boundary) => step < boundary);
    return values[passed < 0 ? boundaries.length : passed] as number;
  };
}
