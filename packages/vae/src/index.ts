// The model
export { vae, type BoundVae, type Vae, type VaeParams, type VaeParts } from "./vae.js";
export { learnedPrior, type LearnedPrior, type Prior } from "./prior.js";

// What it draws and shows
export { generate, type GenerateOptions } from "./generate.js";
export { reconstruct, type ModelWithMeans } from "./reconstruct.js";
export { interpolate, type InterpolateOptions } from "./interpolate.js";
export { traverseLatents, type TraverseLatentsOptions } from "./traverseLatents.js";
export { latentManifold } from "./latentManifold.js";

// How good it is
export { elboTerms, type ElboTerms, type ElboTermsOptions } from "./elboTerms.js";
export { klPerLatent } from "./klPerLatent.js";
export { logLikelihood, type LogLikelihood, type LogLikelihoodOptions } from "./logLikelihood.js";

// Saved parameters
export { decodeModel, encodeModel } from "./encodeModel.js";
