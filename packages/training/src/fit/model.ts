import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";

/** What binding a model may depend on besides its parameters. */
export interface BindContext {
  /** For layers that draw, such as dropout. */
  readonly key?: RandomKey;
  /** True while fitting; false when evaluating. */
  readonly training?: boolean;
}

/** A model before it has parameters: fresh ones from a key, and what the objective sees once they are bound. */
export interface Model<P extends Params = Params, M = unknown> {
  init(key: RandomKey): P;
  /** Called inside the loss, so that gradients reach the parameters. */
  bind(params: P, context?: BindContext): M;
}
