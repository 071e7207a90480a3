import { normal, type Independent, type Normal } from "@variate/distributions";
import type { Params, Shape } from "@variate/math";
import type { LinearParams } from "../layers/linear.js";
import type { Head } from "../module.js";
import { locationScaleHead, type LocationScaleOptions, type LocationScaleParams, type ScaleKind } from "./locationScale.js";

/**
 * Independent normals for every element of the event, their locations a projection of the features.
 *
 *   loc = linear(features),   scale = floor + exp(linear(features) / 2)
 *
 * With its defaults this is AEVB's Gaussian: two linear layers, for the mean and the log variance, and a floor of
 * 1e-6 under the scale. For features [...any, f] the distribution has batch shape [...any].
 *
 * A Gaussian likelihood with a learned scale has no upper bound where the data are constant: give such a decoder a
 * `floor` of the data's own resolution (1/256 for 8-bit pixels), or a shared or fixed scale.
 *
 * @throws If an option is out of its range, or the projection gives another shape than the event's.
 *
 * Reference: Kingma and Welling (2014), Appendix C.2.
 */
export function normalHead<const E extends Shape, S extends ScaleKind = "learned", Q extends Params = LinearParams>(
  eventShape: E,
  options: LocationScaleOptions<S, Q> = {},
): Head<LocationScaleParams<S, Q>, Independent<Normal, E>> {
  return locationScaleHead("normalHead", normal, eventShape, options);
}
