// The contract
export type {
  Distribution,
  HasCdf,
  HasCovariance,
  HasEntropy,
  HasEnumerableSupport,
  HasMean,
  HasMode,
  HasQuantile,
  HasVariance,
  Reparameterized,
  Value,
  ValueInput,
} from "./distribution.js";

// Sets of values
export {
  arrayOf,
  boolean,
  integerInterval,
  interval,
  lowerCholesky,
  nonNegative,
  nonNegativeInteger,
  oneHot,
  positive,
  real,
  realVector,
  simplex,
  unitInterval,
  type Bounded,
  type Constraint,
} from "./constraints.js";

// Families
export { bernoulli, type Bernoulli, type BernoulliParameters } from "./families/bernoulli.js";
export { normal, type Normal, type NormalParameters } from "./families/normal.js";
export { standardNormal } from "./families/standardNormal.js";

// Combinators
export { independent, type Independent } from "./combinators/independent.js";

// Divergence
export { hasKl, klDivergence, registerKlRule } from "./kl/klDivergence.js";
export type { AnalyticKl, BaseFamily, HasKl, KlRule, KlTable } from "./kl/table.js";
