import * as tf from "@tensorflow/tfjs-core";
import type { Transformed } from "../combinators/transformed.js";
import { broadcast } from "../parameters.js";
import type { Shape } from "@variate/math";
import type { LookThrough } from "./lookThrough.js";

/**
 * KL(f(X)‖f(Y)) = KL(X‖Y): a bijection changes no divergence. It must be the same object in both, for equality of
 * parameters would have to be read from the device.
 */
export const transformedPair: LookThrough = (p, q) => {
  if (p.family !== "transformed" || q.family !== "transformed") return undefined;
  const [one, other] = [p as Transformed, q as Transformed];
  if (one.bijector !== other.bijector) return undefined;
  const batchShape = broadcast(p.batchShape, q.batchShape) as Shape;
  return { p: one.base, q: other.base, lift: (divergence) => tf.broadcastTo(divergence, [...batchShape]) };
};
