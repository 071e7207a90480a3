import { laplace, type Independent, type Laplace } from "@variate/distributions";
import type { Params, Shape } from "@variate/math";
import type { LinearParams } from "../layers/linear.js";
import type { Head } from "../module.js";
import { locationScaleHead, type LocationScaleOptions, type LocationScaleParams, type ScaleKind } from "./locationScale.js";

/**
 * Independent Laplace variables for every element of the event, `loc` and `scale` as in `normalHead`, with the same
 * options and floor. Under `logVariance` the unconstrained number is twice the log scale, as it is there.
 *
 * @throws If an option is out of its range, or the projection gives another shape than the event's.
 */
export function laplaceHead<const E extends Shape, S extends ScaleKind = "learned", Q extends Params = LinearParams>(
  eventShape: E,
  options: LocationScaleOptions<S, Q> = {},
): Head<LocationScaleParams<S, Q>, Independent<Laplace, E>> {
  return locationScaleHead("laplaceHead", laplace, eventShape, options);
}
