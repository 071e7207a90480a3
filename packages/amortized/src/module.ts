import type { Tensor } from "@tensorflow/tfjs-core";
import type { Distribution, Value } from "@variate/distributions";
import type { Params, Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";

/** What a forward pass may depend on besides parameters and input. */
export interface Context {
  /** For layers that draw, such as dropout. Containers give child i of n `splitKey(key, n)[i]`. */
  readonly key?: RandomKey;
  /** True while fitting; false or absent when evaluating. */
  readonly training?: boolean;
  /** Non-trained state, a tree by the names of the parameters; read-only here. Containers give each child its own. */
  readonly state?: Params;
}

/**
 * A pure function of its parameters: maps [...any, ...inputShape] to [...any, ...outputShape], for any number of
 * leading dimensions, none included.
 */
export interface Module<P extends Params = Params> {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Fresh parameters; the same key gives the same ones on every backend. */
  init(key: RandomKey): P;
  apply(params: P, input: Tensor, context?: Context): Tensor;
}

/** A module whose input shape is still open: containers give it the output shape of the part before it. */
export type Layer<P extends Params = Params> = (inputShape: Shape) => Module<P>;

/** A module whose result is a distribution, p(y | x), of batch shape [...any]. */
export interface ConditionalDistribution<P extends Params = Params, D extends Distribution<Value> = Distribution> {
  readonly inputShape: Shape;
  /** Shape of one event of the distribution. */
  readonly eventShape: Shape;
  init(key: RandomKey): P;
  apply(params: P, input: Tensor, context?: Context): D;
}

/**
 * The last stage of a conditional distribution, from features to a family's parameters: a conditional distribution
 * whose input shape is still open, as `Layer` is a module whose input shape is.
 */
export type Head<P extends Params = Params, D extends Distribution<Value> = Distribution> = (
  featureShape: Shape,
) => ConditionalDistribution<P, D>;
