import type { Tensor } from "@tensorflow/tfjs-core";
import { independent, type Distribution, type Independent } from "@variate/distributions";
import { tidy, type Params, type Shape } from "@variate/math";
import { asShape } from "../internal/check.js";
import type { LinearParams } from "../layers/linear.js";
import type { Head } from "../module.js";
import { linearProjection, project, type Projection } from "./projection.js";

/** The parameters of a head with one projection. */
export type LogitsParams<Q extends Params = LinearParams> = { readonly logits: Q };

export interface LogitsOptions<Q extends Params = Params> {
  /** From features to logits; by default `linearProjection`. */
  readonly projection?: Projection<Q>;
}

/**
 * The head of any family given by logits: one distribution for each element of `batch`, joined to one event.
 *
 * @param batch - The axes that are made independent.
 * @param own - The axes of one distribution's logits, after those.
 * @param eventShape - Shape of one event.
 */
export function logitsHead<D extends Distribution, E extends Shape, Q extends Params>(
  caller: string,
  family: (parameters: { logits: Tensor }) => D,
  shapes: { readonly batch: Shape; readonly own: Shape; readonly eventShape: Shape },
  options: LogitsOptions<Q>,
): Head<LogitsParams<Q>, Independent<D, E>> {
  const batch = asShape(caller, "the event's sizes", shapes.batch);
  const projection = options.projection ?? (linearProjection as unknown as Projection<Q>);
  return (featureShape) => {
    const logits = project(caller, projection, featureShape, [...batch, ...shapes.own]);
    return {
      inputShape: featureShape,
      eventShape: shapes.eventShape,
      init: (key) => ({ logits: logits.init(key) }),
      apply: (params, features, context) =>
        tidy(() => independent<D, E>(family({ logits: logits.apply(params.logits, features, context) }), batch.length)),
    };
  };
}
