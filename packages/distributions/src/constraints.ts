/** Sets of values, by what they hold. */
export type { Bounded, Constraint } from "./constraints/constraint.js";
export {
  circle,
  greaterThan,
  greaterThanOrEqual,
  interval,
  lessThan,
  lessThanOrEqual,
  nonNegative,
  openInterval,
  openUnitInterval,
  positive,
  real,
  unitInterval,
} from "./constraints/numbers.js";
export {
  boolean,
  countVector,
  integer,
  integerInterval,
  nonNegativeInteger,
  oneHot,
  permutation,
  positiveInteger,
} from "./constraints/integers.js";
export { arrayOf, openSimplex, ordered, realVector, simplex, unitSphere } from "./constraints/vectors.js";
export { correlationCholesky, lowerCholesky, lowerTriangular, positiveDefinite } from "./constraints/matrices.js";
