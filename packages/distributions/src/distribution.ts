import type { Tensor } from "@tensorflow/tfjs-core";
import type { Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Constraint } from "./constraints.js";

/** One draw: a tensor, or named parts of a joint distribution. */
export type Value = Tensor | { readonly [name: string]: Value };

/**
 * A probability distribution, or a batch of them: a plain object whose methods are its capabilities.
 *
 * A capability exists exactly where it is mathematically defined, as a method: `mean()`, `variance()`, `mode()`,
 * `entropy()`, `covariance()`, `cdf(value)`, `logCdf(value)`, `quantile(p)`, `enumerateSupport()`,
 * `rsample(key, shape)`. Code that needs one asks for it in its parameter type.
 */
export interface Distribution<V extends Value = Tensor, E extends Shape = Shape> {
  /** The factory's name: a literal in each family, `"normal"`. */
  readonly family: string;
  /** Shape of the batch of independent, differently parameterized draws. */
  readonly batchShape: Shape;
  /** Shape of one draw. */
  readonly eventShape: E;
  /** Values of positive density. */
  readonly support: Constraint;
  /** Log density or log mass in nats; `value` broadcasts against batchShape + eventShape. */
  logProb(value: V): Tensor;
  /** Draws of shape sampleShape + batchShape + eventShape, gradient stopped. */
  sample(key: RandomKey, sampleShape?: Shape): V;
}

/** A distribution whose draws carry gradients to its parameters. */
export interface Reparameterized<V extends Value = Tensor, E extends Shape = Shape> extends Distribution<V, E> {
  /** The same values as `sample` with the same key, with pathwise gradients. */
  rsample(key: RandomKey, sampleShape?: Shape): V;
}

export interface HasMean {
  mean(): Tensor;
}
export interface HasVariance {
  variance(): Tensor;
}
export interface HasMode {
  mode(): Tensor;
}
export interface HasEntropy {
  /** In nats. */
  entropy(): Tensor;
}
export interface HasCovariance {
  /** Shape batchShape + [n, n] for events of shape [n]. */
  covariance(): Tensor;
}
export interface HasCdf {
  cdf(value: Tensor): Tensor;
  /** log P(X ≤ value), accurate where the cdf itself underflows. */
  logCdf(value: Tensor): Tensor;
}
export interface HasQuantile {
  /** The inverse of the cdf, for `p` in [0, 1]. */
  quantile(p: Tensor): Tensor;
}
export interface HasEnumerableSupport {
  /** All values, along a new first axis. */
  enumerateSupport(): Tensor;
}
