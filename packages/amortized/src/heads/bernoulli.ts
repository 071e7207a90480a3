import { bernoulli, type Bernoulli, type Independent } from "@variate/distributions";
import type { Params, Shape } from "@variate/math";
import type { LinearParams } from "../layers/linear.js";
import type { Head } from "../module.js";
import { logitsHead, type LogitsOptions, type LogitsParams } from "./logits.js";

/**
 * Independent Bernoulli variables for every element of the event, their log odds a projection of the features:
 * AEVB's decoder of binary data.
 *
 *   logits = linear(features),   P(x = 1) = 1 / (1 + exp(−logits))
 *
 * `init` hands its key to the projection.
 *
 * @throws If the projection gives another shape than the event's.
 *
 * Reference: Kingma and Welling (2014), Appendix C.1.
 */
export function bernoulliHead<const E extends Shape, Q extends Params = LinearParams>(
  eventShape: E,
  options: LogitsOptions<Q> = {},
): Head<LogitsParams<Q>, Independent<Bernoulli, E>> {
  return logitsHead("bernoulliHead", bernoulli, { batch: eventShape, own: [], eventShape }, options);
}
