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
} from "./distribution.js";
export type { Constraint } from "./constraints.js";
