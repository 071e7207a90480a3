import type { ParameterMap } from "../distribution.js";
import { remapped, type AffineMap, type Bijector, type Monotone } from "./bijector.js";

/** Affine, or monotone, where the bijector is. */
export type Invert<B extends Bijector = Bijector> = Bijector<"invert"> & { readonly bijector: B } & (B extends AffineMap ? AffineMap : unknown) &
  (B extends Monotone ? Monotone : unknown);

/** The inverse as a bijector: forward and inverse, domain and codomain, change places. */
export function invert<B extends Bijector>(bijector: B): Invert<B> {
  return {
    name: "invert", bijector, batchShape: bijector.batchShape,
    domain: bijector.codomain, codomain: bijector.domain,
    forwardEventRank: bijector.inverseEventRank, inverseEventRank: bijector.forwardEventRank,
    forward: bijector.inverse, inverse: bijector.forward,
    forwardLogDet: bijector.inverseLogDet, inverseLogDet: bijector.forwardLogDet,
    forwardWithLogDet: bijector.inverseWithLogDet, inverseWithLogDet: bijector.forwardWithLogDet,
    forwardShape: bijector.inverseShape, inverseShape: bijector.forwardShape,
    ...(bijector.mapParameters === undefined
      ? {}
      : { mapParameters: (map: ParameterMap) => invert(remapped(bijector, map, "bijector.", 0)) }),
    ...("affine" in bijector ? { affine: true } : {}),
    ...("direction" in bijector ? { direction: bijector.direction } : {}),
  } as unknown as Invert<B>;
}
