import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput, Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Constraint } from "./constraints.js";

/** One draw: a tensor, or named parts of a joint distribution. */
export type Value = Tensor | { readonly [name: string]: Value };

/** What a value may be given as: a tensor of any numeric dtype, a number or nested arrays; named parts as they are. */
export type ValueInput<V extends Value = Tensor> = V | (V extends Tensor ? NumericInput : never);

/** What becomes of one parameter: its tensor, its name, and how many trailing axes one element of it takes. */
export type ParameterMap = (parameter: Tensor, name: string, eventRank: number) => Tensor;

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
  /** Legal values of the parameters that `checkParameters` looks at, by their name on this object. */
  readonly parameterConstraints?: Readonly<Record<string, Constraint>>;
  /** Log density or log mass in nats; `value` broadcasts against batchShape + eventShape. */
  logProb(value: ValueInput<V>): Tensor;
  /**
   * The same family with other parameters: those that `map` makes of its own, whose batch shapes may differ from
   * theirs. Batches are indexed, expanded and reshaped through it.
   */
  mapParameters?(map: ParameterMap): Distribution<V, E>;
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
  /** P(X ≤ value). */
  cdf(value: NumericInput): Tensor;
  /** log P(X ≤ value), accurate where the cdf itself underflows. */
  logCdf(value: NumericInput): Tensor;
}
export interface HasQuantile {
  /** The inverse of the cdf, for `p` in [0, 1]. */
  quantile(p: NumericInput): Tensor;
}
export interface HasEnumerableSupport {
  /** All values, along a new first axis: shape [count] + batchShape + eventShape. */
  enumerateSupport(): Tensor;
}
