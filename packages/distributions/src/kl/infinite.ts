import * as tf from "@variate/math/tf";
import type { Shape } from "@variate/math";
import type { Bounded, Constraint } from "../constraints.js";
import type { Distribution } from "../distribution.js";
import { broadcast } from "../parameters.js";
import type { KlRule } from "./table.js";

/** Infinity throughout: p puts mass where q has none, whatever their parameters. */
export const infinite: KlRule = (p, q) => tf.fill([...(broadcast(p.batchShape, q.batchShape) as Shape)], Infinity);

type Line = "cauchy" | "gumbel" | "laplace" | "logistic" | "normal" | "studentT";
type HalfLine = "chi" | "chi2" | "exponential" | "gamma" | "halfCauchy" | "halfNormal" | "inverseGamma" | "logNormal" | "pareto" | "weibull";
type Interval = "beta" | "continuousBernoulli" | "kumaraswamy" | "uniform";

/**
 * Pairs that compile although their divergence is Infinity whatever the parameters, so that code over several families
 * needs no case of its own for them.
 */
export type InfinitePair = `${Line}|${HalfLine | Interval}` | `${HalfLine}|${Interval}` | `poisson|${"bernoulli" | "binomial"}`;

/**
 * `infinite` where the supports alone decide it: that of a family p passes a bound of that of q. Sets with bounds on the
 * device decide where p has no bound at all on one side. Combinators of p may have less support than they say.
 */
export function infiniteBySupport(p: Distribution, q: Distribution): KlRule | undefined {
  if ("base" in p || "component" in p || "components" in p) return undefined;
  const own = boundsOf(p.support);
  const other = boundsOf(q.support);
  if (own === undefined || other === undefined || p.support.discrete !== q.support.discrete) return undefined;
  const passes = (bound: number | undefined, limit: number | undefined, side: 1 | -1): boolean =>
    limit !== side * Infinity && (bound === side * Infinity || (bound !== undefined && limit !== undefined && side * (bound - limit) > 0));
  return passes(own.low, other.low, -1) || passes(own.high, other.high, 1) ? infinite : undefined;
}

/** The ends of a set of numbers, undefined where they are on the device. */
interface Ends {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const NAMED: Readonly<Record<string, Ends>> = {
  real: { low: -Infinity, high: Infinity }, integer: { low: -Infinity, high: Infinity },
  positive: { low: 0, high: Infinity }, nonNegative: { low: 0, high: Infinity },
  nonNegativeInteger: { low: 0, high: Infinity }, positiveInteger: { low: 1, high: Infinity },
  unitInterval: { low: 0, high: 1 }, openUnitInterval: { low: 0, high: 1 }, boolean: { low: 0, high: 1 },
};

const ends = (bound: unknown, without: number): number | undefined =>
  bound === undefined ? without : typeof bound === "number" ? bound : undefined;

export function boundsOf(set: Constraint): Ends | undefined {
  if (set.eventRank > 0) return undefined;
  if (Object.hasOwn(NAMED, set.name)) return NAMED[set.name];
  if (!("low" in set || "high" in set)) return undefined;
  const { low, high } = set as Partial<Bounded>;
  return { low: ends(low, -Infinity), high: ends(high, Infinity) };
}
