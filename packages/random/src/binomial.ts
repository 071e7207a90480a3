import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import { binomial } from "./binomialDraw.js";
import { checkedParameter, type DrawParameter } from "./drawParameter.js";
import { drawEach } from "./drawStream.js";
import type { RandomKey } from "./key.js";
import { checkedSize } from "./validate.js";

/** Probabilities, or their log odds, which tell 1 − 10⁻³⁰ from 1. */
export type Chances = DrawParameter | { readonly logits: DrawParameter };

/**
 * Binomial draws: how many of `totalCount` trials succeed, exact for every count and probability.
 *
 * Draw i depends on block i of `key` alone: with that block as its own key, block j gives the uniform u_j of 52 bits.
 * Let p be the smaller probability of success and failure (success at ½); where it is that of failure the draw is
 * totalCount less the number of failures. For totalCount · p below 10 counts up the distribution function to u_0; from
 * 10 on takes u_{2t} and u_{2t+1} for attempt t = 0, 1, … of Hörmann's transformed rejection with squeeze (BTRS).
 *
 * @param totalCount - A whole number. Above 2⁵³ draws are rounded to float64, as the count itself.
 * @param probs - Of success, in [0, 1], or `{ logits }`, any number and ±Infinity; each may be one for all draws or an
 *   array whose length divides their number. Draws of an illegal count or probability are NaN.
 * @returns A float32 tensor of shape `shape`. Counts above 2²⁴ are rounded to float32.
 * @throws If the counts or probabilities cannot be repeated to fill `shape`.
 *
 * Reference: Hörmann (1993), "The generation of binomial random variates".
 */
export function binomialDraws(key: RandomKey, totalCount: DrawParameter, probs: Chances, shape: Shape): tf.Tensor {
  return tf.tensor(Float32Array.from(binomials("binomialDraws", key, totalCount, probs, shape)), shape as number[]);
}

/** The values of `binomialDraws`, row-major, before they are rounded to float32. */
export function binomialArray(key: RandomKey, totalCount: DrawParameter, probs: Chances, shape: Shape): Float64Array {
  return binomials("binomialArray", key, totalCount, probs, shape);
}

function binomials(caller: string, key: RandomKey, totalCount: DrawParameter, probs: Chances, shape: Shape): Float64Array {
  const size = checkedSize(caller, shape);
  const counts = checkedParameter(caller, "counts", totalCount, size, shape);
  const asLogits = typeof probs === "object" && "logits" in probs;
  const chances = asLogits
    ? checkedParameter(caller, "logits", probs.logits, size, shape)
    : checkedParameter(caller, "probabilities", probs, size, shape);
  const success = asLogits ? logistic : (p: number) => p;
  const failure = asLogits ? (logit: number) => logistic(-logit) : (p: number) => 1 - p;
  return drawEach(caller, key, size, (stream, i) => {
    const chance = chances[i % chances.length] as number;
    return binomial(stream, counts[i % counts.length] as number, success(chance), failure(chance));
  });
}

const logistic = (logit: number): number => (logit < 0 ? Math.exp(logit) / (1 + Math.exp(logit)) : 1 / (1 + Math.exp(-logit)));
