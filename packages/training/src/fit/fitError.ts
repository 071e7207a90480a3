import { isNonFiniteError, type NonFiniteError } from "./nonFinite.js";

/**
 * Why a fit that had begun could not go on: `cause`, such as what a callback, the data or `checkpoint.write` threw, with
 * what it had reached. The message begins with that of the cause.
 */
export interface FitError extends Error {
  readonly name: "FitError";
  /** What was thrown. */
  readonly cause: unknown;
  /** Steps taken in the checkpoint. */
  readonly step: number;
  /**
   * The checkpoint file of where the fit stood. Go on from it with `resume`, or take the parameters out:
   * `fillParams(model.init(key), decodeCheckpoint(error.checkpoint()).params)`.
   */
  checkpoint(): Uint8Array<ArrayBuffer>;
}

export function fitError(cause: unknown, step: number, checkpoint: Uint8Array<ArrayBuffer>): FitError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const sentence = /[.!?]$/.test(text) ? text : `${text}.`;
  const error = new Error(`${sentence} The state after step ${step} is kept in error.checkpoint().`, { cause });
  return Object.assign(error, { name: "FitError" as const, cause, step, checkpoint: () => checkpoint });
}

/** Whether a fit failed on its way, with `checkpoint()` to go on from: over a NaN or an infinity, or for any `cause`. */
export function isFitError(error: unknown): error is FitError | NonFiniteError {
  return isNonFiniteError(error) || (error instanceof Error && error.name === "FitError" && "checkpoint" in error);
}
