import type { Tensor } from "@tensorflow/tfjs-core";
import { greaterThan, lessThan, type Constraint } from "../constraints.js";
import type { Bijector } from "./bijector.js";
import { chain } from "./chain.js";
import { choleskyProduct } from "./choleskyProduct.js";
import { correlationCholesky } from "./correlationCholesky.js";
import { exp } from "./exp.js";
import { fillTriangular } from "./fillTriangular.js";
import { identity } from "./identity.js";
import { independent } from "./independent.js";
import { ontoInterval } from "./ontoInterval.js";
import { ordered } from "./ordered.js";
import { positiveDiagonal } from "./positiveDiagonal.js";
import { scale } from "./scale.js";
import { shift } from "./shift.js";
import { sigmoid } from "./sigmoid.js";
import { stickBreaking } from "./stickBreaking.js";

type Bound = Tensor | number;

/** What the named sets are reached by; those with bounds or parts read them off the constraint. */
const known: Readonly<Record<string, (constraint: Constraint) => Bijector>> = {
  real: () => identity,
  positive: () => exp,
  nonNegative: () => exp,
  greaterThan: above,
  greaterThanOrEqual: above,
  lessThan: below,
  lessThanOrEqual: below,
  unitInterval: () => sigmoid,
  openUnitInterval: () => sigmoid,
  interval: between,
  openInterval: between,
  circle: between,
  simplex: () => stickBreaking,
  openSimplex: () => stickBreaking,
  ordered: () => ordered,
  lowerTriangular: () => fillTriangular,
  lowerCholesky: () => chain([positiveDiagonal, fillTriangular]),
  correlationCholesky: () => correlationCholesky,
  positiveDefinite: () => chain([choleskyProduct, positiveDiagonal, fillTriangular]),
  logits: () => independent(identity, 1),
};

/**
 * A bijector from unconstrained arrays onto a set, so that parameters and latents of any family can be optimized or
 * sampled as plain numbers. The shape to start from is `inverseShape(shape of a value)`.
 *
 * | set | bijector |
 * | --- | --- |
 * | `real` | `identity` |
 * | `positive`, `nonNegative` | `exp`, whose inverse is exact from 1e-38 to 3e38, where that of `softplus` is steep |
 * | `greaterThan`, `lessThan` and with equality | low + exp(x), high − exp(x) |
 * | `unitInterval` and open | `sigmoid` |
 * | `interval`, `openInterval`, `circle` | `ontoInterval` |
 * | `simplex` and open | `stickBreaking`, from one number less |
 * | `ordered` | `ordered` |
 * | `lowerTriangular` | `fillTriangular` |
 * | `lowerCholesky` | `positiveDiagonal` of `fillTriangular` |
 * | `correlationCholesky` | `correlationCholesky` |
 * | `positiveDefinite` | `choleskyProduct` of those for `lowerCholesky` |
 * | `arrayOf(set, rank)`, `realVector` and others made of a set | `independent` of that for the set |
 *
 * Closed sets are reached but for their boundary.
 *
 * @throws If the set is discrete, the unit sphere, onto which no bijection from plain vectors exists, or none of these.
 */
export function bijectorTo(constraint: Constraint): Bijector {
  const { name, description, discrete } = constraint;
  if (discrete) {
    throw new Error(
      `bijectorTo: expected a continuous set; got ${name}, ${description}. Relax it (relaxedBernoulli, relaxedOneHotCategorical), or sum it out.`,
    );
  }
  const make = Object.hasOwn(known, name) ? known[name] : "base" in constraint ? arrays : undefined;
  if (make !== undefined) return make(constraint);
  const wayOut =
    name === "unitSphere"
      ? "No plane maps onto a sphere one to one: normalize an unconstrained vector, or use a distribution on the sphere"
      : "Make one with chain, or pass a bijector of your own";
  throw new Error(`bijectorTo: expected a set that some bijector reaches from unconstrained numbers; got ${name}, ${description}. ${wayOut}.`);
}

function above(constraint: Constraint): Bijector {
  const { low } = constraint as Constraint & { readonly low: Bound };
  return { ...chain([shift(low), exp]), codomain: greaterThan(low) };
}

function below(constraint: Constraint): Bijector {
  const { high } = constraint as Constraint & { readonly high: Bound };
  return { ...chain([shift(high), scale(-1), exp]), codomain: lessThan(high) };
}

function between(constraint: Constraint): Bijector {
  const { low, high } = constraint as Constraint & { readonly low: Bound; readonly high: Bound };
  return ontoInterval({ low, high });
}

function arrays(constraint: Constraint): Bijector {
  const { base, eventRank } = constraint as Constraint & { readonly base: Constraint };
  return independent(bijectorTo(base), eventRank - base.eventRank);
}
