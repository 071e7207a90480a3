import type { Tensor } from "@tensorflow/tfjs-core";
import type { Params, Shape } from "@variate/math";
import type { RandomKey } from "@variate/random";
import type { Distribution } from "@variate/distributions";

/** What a forward pass may depend on besides parameters and input. */
export interface Context {
  /** For layers that draw, such as dropout. Containers give child i `splitKey(key, n)[i]`. */
  readonly key?: RandomKey;
  /** True while fitting; false or absent when evaluating. */
  readonly training?: boolean;
  /** Non-trained state by module path; read-only here. */
  readonly state?: Params;
}

/** A pure function of its parameters: maps [...any, ...inputShape] to [...any, ...outputShape]. */
export interface Module<P extends Params = Params> {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Fresh parameters; the same key gives the same ones. */
  init(key: RandomKey): P;
  apply(params: P, input: Tensor, context?: Context): Tensor;
}

/** A module whose result is a distribution: p(y | x). */
export interface ConditionalDistribution<P extends Params = Params, D extends Distribution = Distribution> {
  readonly inputShape: Shape;
  init(key: RandomKey): P;
  apply(params: P, input: Tensor, context?: Context): D;
}

/** The last stage of a conditional distribution: features to the parameters of a family. */
export interface Head<P extends Params = Params, D extends Distribution = Distribution> {
  /** Shape of one event of the distribution. */
  readonly eventShape: Shape;
  /** Parameters for features of the given shape. */
  init(key: RandomKey, featureShape: Shape): P;
  apply(params: P, features: Tensor, context?: Context): D;
}
