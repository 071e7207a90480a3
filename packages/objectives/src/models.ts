import type * as tf from "@tensorflow/tfjs-core";
import type { AnalyticKl, Distribution, Reparameterized } from "@variate/distributions";
import type { LatentVariableModel } from "./latentVariableModel.js";

/** A bound model whose posterior's draws carry gradients: what pathwise estimators need. */
export type ReparameterizedModel<B = tf.Tensor> = LatentVariableModel<B, Distribution, Reparameterized, Distribution>;

/**
 * Everything, unless the compiler knows that KL(q‖p) of the model's posterior and prior has no closed form; then a
 * type that no model has, whose one property names the pair. Intersect it with the model's type.
 */
export type ClosedFormKl<M> = M extends { readonly prior: infer P; posterior(batch: never): infer Q }
  ? AnalyticKl<Q, P>
  : unknown;
