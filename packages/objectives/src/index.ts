// The contract
export type { Evaluate, Objective, ObjectiveContext, ObjectiveValue, StatefulObjective } from "./objective.js";
export { fixedPosterior, observationOf, type LatentVariableModel } from "./latentVariableModel.js";
export type { ClosedFormKl, ReparameterizedModel } from "./models.js";

// Bounds
export { elbo, type AnalyticElbo, type ElboOptions, type SampledElbo, type Schedule } from "./elbo.js";
export {
  importanceWeightedBound,
  type ImportanceWeightedBound,
  type ImportanceWeightedBoundOptions,
} from "./importanceWeightedBound.js";
