import {
  categorical,
  oneHotCategorical,
  type Categorical,
  type Independent,
  type OneHotCategorical,
} from "@variate/distributions";
import type { Params, Shape } from "@variate/math";
import { positiveInteger } from "../internal/check.js";
import type { LinearParams } from "../layers/linear.js";
import type { Head } from "../module.js";
import { logitsHead, type LogitsOptions, type LogitsParams } from "./logits.js";

/**
 * Independent class indices 0 … classes − 1 for every element of the event.
 *
 *   logits = linear(features) of shape [...eventShape, classes],   P(x = k) = softmax(logits)ₖ
 *
 * `categoricalHead([], 10)` is a classifier; `categoricalHead([28, 28, 1], 256)` a decoder of 8-bit pixels. `init`
 * hands its key to the projection.
 *
 * @throws If the projection gives another shape than that of the logits.
 */
export function categoricalHead<const E extends Shape, Q extends Params = LinearParams>(
  eventShape: E,
  classes: number,
  options: LogitsOptions<Q> = {},
): Head<LogitsParams<Q>, Independent<Categorical, E>> {
  const own = [positiveInteger("categoricalHead", "classes", classes)];
  return logitsHead("categoricalHead", categorical, { batch: eventShape, own, eventShape }, options);
}

/**
 * Independent one-hot vectors of `classes` elements, one for each element of `shape`: `categoricalHead` whose values
 * have a last axis of 0s and a 1, and so a mean.
 *
 * @param shape - The axes before the classes; `[]` for a single one-hot vector. Events are [...shape, classes].
 * @throws If the projection gives another shape than the event's.
 */
export function oneHotCategoricalHead<const E extends Shape, Q extends Params = LinearParams>(
  shape: E,
  classes: number,
  options: LogitsOptions<Q> = {},
): Head<LogitsParams<Q>, Independent<OneHotCategorical, readonly [...E, number]>> {
  const own = [positiveInteger("oneHotCategoricalHead", "classes", classes)];
  const eventShape = [...shape, ...own];
  return logitsHead("oneHotCategoricalHead", oneHotCategorical, { batch: shape, own, eventShape }, options);
}
