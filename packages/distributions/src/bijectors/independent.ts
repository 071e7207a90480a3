import { sumLastAxes } from "../combinators/independent.js";
import type { ParameterMap } from "../distribution.js";
import { bijector, remapped, type AffineMap, type Bijector, type Definition } from "./bijector.js";
import { raised } from "./image.js";

export type IndependentBijector<B extends Bijector = Bijector> = Bijector<"independent"> & {
  readonly bijector: B;
  readonly reinterpretedRank: number;
} & (B extends AffineMap ? AffineMap : unknown);

/**
 * `bijector` on every part of an array: the same values, with the last `rank` batch axes read as axes of one element.
 *
 *   log |det J| = Σ log |det J_part|
 *
 * @throws If `rank` is not an integer of 0 or more.
 */
export function independent<B extends Bijector>(part: B, rank: number): IndependentBijector<B> {
  if (!Number.isInteger(rank) || rank < 0) throw new Error(`independent: expected a rank of 0 or more; got ${rank}.`);
  const definition: Definition<"independent"> = {
    name: "independent",
    domain: raised(part.domain, part.forwardEventRank + rank),
    codomain: raised(part.codomain, part.inverseEventRank + rank),
    batchShape: part.batchShape.slice(0, Math.max(0, part.batchShape.length - rank)),
    forward: part.forward,
    inverse: part.inverse,
    forwardLogDet: (x) => sumLastAxes(part.forwardLogDet(x), rank),
    inverseLogDet: (y) => sumLastAxes(part.inverseLogDet(y), rank),
    forwardBoth: (x) => {
      const { value, logDet } = part.forwardWithLogDet(x);
      return { value, logDet: sumLastAxes(logDet, rank) };
    },
    inverseBoth: (y) => {
      const { value, logDet } = part.inverseWithLogDet(y);
      return { value, logDet: sumLastAxes(logDet, rank) };
    },
    forwardShape: (event) => part.forwardShape(event),
    inverseShape: (event) => part.inverseShape(event),
  };
  const affine = "affine" in part ? { affine: true } : {};
  const own =
    part.mapParameters === undefined
      ? {}
      : { mapParameters: (map: ParameterMap) => independent(remapped(part, map, "bijector.", rank), rank) };
  return bijector(definition, { bijector: part, reinterpretedRank: rank, ...affine, ...own }) as unknown as IndependentBijector<B>;
}
