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
  readonly checkpoint: Uint8Array<ArrayBuffer>;
  readonly goodStep: number;
}

export function nonFiniteError(details: NonFiniteDetails): NonFiniteError {
  const { term, value, where, step, learningRate, clipped, datasetSize, checkpoint, goodStep } = details;
  const ways = [`lower the learning rate${learningRate === undefined ? "" : ` (${learningRate})`}`];
  if (!clipped) ways.push("clip gradients with clip: { globalNorm: 1 }");
  ways.push("keep scales and probabilities away from 0");
  if (Number.isNaN(datasetSize)) ways.push("give datasetSize if the objective uses it");
  const advice = ways.join(", ");
  const error = new Error(
    `fit: expected a finite loss; got ${term} = ${value} ${where}. ${advice[0]?.toUpperCase()}${advice.slice(1)}. ` +
      `The state after step ${goodStep} is kept in error.checkpoint().`,
  );
  return Object.assign(error, { name: "NonFiniteError" as const, term, value, step, checkpoint: () => checkpoint });
}

/** Whether `fit` stopped over a NaN or an infinity. */
export function isNonFiniteError(error: unknown): error is NonFiniteError {
  return error instanceof Error && error.name === "NonFiniteError" && "checkpoint" in error;
}
