/** Why a fit that met a NaN or an infinity stopped, with the last state that was good. */
export interface NonFiniteError extends Error {
  readonly name: "NonFiniteError";
  /** The first term that was not finite; `bound` where all were. */
  readonly term: string;
  /** NaN, Infinity or -Infinity. */
  readonly value: number;
  /** Steps taken before it. */
  readonly step: number;
  /**
   * The checkpoint file of the last state whose loss was finite. Fit on from it with a lower learning rate:
   * `fit(model, data, { ...options, optimizer: adam(1e-4), resume: error.checkpoint() })`.
   */
  checkpoint(): Uint8Array<ArrayBuffer>;
}

export interface NonFiniteDetails {
  readonly term: string;
  readonly value: number;
  /** Where it was met: "at step 37 (epoch 0, batch 37)". */
  readonly where: string;
  readonly step: number;
  readonly learningRate: number | undefined;
  readonly clipped: boolean;
  readonly datasetSize: number;
  /** What is wrong with the data, where that is known: a clause that begins a sentence. */
  readonly fault?: string | undefined;
  readonly kept: { readonly bytes: Uint8Array<ArrayBuffer>; readonly step: number; readonly sound: boolean };
}

export function nonFiniteError(details: NonFiniteDetails): NonFiniteError {
  const { term, value, where, step, kept } = details;
  const state = `The state after step ${kept.step} is kept in error.checkpoint()${kept.sound ? "" : ", though it is not finite throughout"}.`;
  const error = new Error(`fit: expected a finite loss; got ${term} = ${value} ${where}. ${details.fault ?? adviceFor(details)}. ${state}`);
  return Object.assign(error, { name: "NonFiniteError" as const, term, value, step, checkpoint: () => kept.bytes });
}

/** What may help where the data are not known to be at fault. */
function adviceFor({ step, learningRate, clipped, datasetSize }: NonFiniteDetails): string {
  const ways: string[] = [];
  if (step === 0) {
    // Before the first update the learning rate has had no part in anything.
    ways.push("No update was made before it: check that the data are what the likelihood is defined for", "check the initial parameters");
  } else {
    ways.push(`Lower the learning rate${learningRate === undefined ? "" : ` (${learningRate})`}`);
    if (!clipped) ways.push("clip gradients with clip: { globalNorm: 1 }");
  }
  ways.push("keep scales and probabilities away from 0");
  if (Number.isNaN(datasetSize)) ways.push("give datasetSize if the objective uses it");
  return ways.join(", ");
}

/** Whether `fit` stopped over a NaN or an infinity. */
export function isNonFiniteError(error: unknown): error is NonFiniteError {
  return error instanceof Error && error.name === "NonFiniteError" && "checkpoint" in error;
}
