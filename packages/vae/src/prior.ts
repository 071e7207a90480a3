import type { Distribution, Value } from "@variate/distributions";
import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";

/** A prior with parameters of its own. `encoder` holds the encoder's parameters, for priors tied to it (VampPrior). */
export interface LearnedPrior<P extends Params = Params, D extends Distribution<Value> = Distribution> {
  init(key: RandomKey): P;
  apply(params: P, context: { readonly encoder: Params }): D;
}

/** p(z): a fixed distribution, or one that is learned. */
export type Prior = Distribution | LearnedPrior;

export function isLearnedPrior(prior: Prior): prior is LearnedPrior {
  return !("logProb" in prior);
}
