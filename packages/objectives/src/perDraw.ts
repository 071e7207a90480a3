import type * as tf from "@tensorflow/tfjs-core";
import { formatShape } from "@variate/math";

/**
 * Log-probabilities, checked to be one per draw and example.
 *
 * @throws If they are not of shape [draws, batch]: an event axis was left out of the event.
 */
export function perDraw(caller: string, part: "likelihood" | "posterior" | "prior", logProb: tf.Tensor): tf.Tensor {
  if (logProb.rank === 2) return logProb;
  throw new Error(
    `${caller}: expected one log-probability of the ${part} per draw and example, shape [draws, batch]; got ${formatShape(logProb.shape)}. ` +
      `Wrap the ${part} in independent(…) so that its events span all axes of one example.`,
  );
}
