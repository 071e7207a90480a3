import type { Tensor } from "@tensorflow/tfjs-core";
import { sumLastAxes } from "../combinators/independent.js";
import type { Distribution } from "../distribution.js";
import { innermost } from "./pair.js";
import { transformedPair } from "./transformed.js";

/** Two simpler distributions, and how their divergence makes that of the pair they were found in. */
export interface SimplerPair {
  readonly p: Distribution;
  readonly q: Distribution;
  /** KL of the pair from KL of the simpler one. */
  readonly lift: (divergence: Tensor) => Tensor;
}

/** Reduces a pair of combinators to the pair of their bases; undefined where it does not apply. */
export type LookThrough = (p: Distribution, q: Distribution) => SimplerPair | undefined;

/** Components of `independent`, nested or not, add up. */
const independents: LookThrough = (p, q) => {
  const base = innermost(p);
  const otherBase = innermost(q);
  if ((base === p && otherBase === q) || base.eventShape.length !== otherBase.eventShape.length) return undefined;
  return { p: base, q: otherBase, lift: (divergence) => sumLastAxes(divergence, p.eventShape.length - base.eventShape.length) };
};

/** What `klDivergence` looks through where a pair has no rule of its own, in the order in which it tries. */
export const lookThroughs: readonly LookThrough[] = [independents, transformedPair];
