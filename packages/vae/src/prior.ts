import type { Distribution, Value } from "@variate/distributions";
import type { Params } from "@variate/math";
import type { RandomKey } from "@variate/random";

/** A prior with parameters of its own. `encoder` holds the encoder's parameters, for priors tied to it (VampPrior). */
export interface LearnedPrior<P extends Params = Params, D extends Distribution<Value> = Distribution> {
  init(key: RandomKey): P;
  apply(params: P, context: { readonly encoder: Params }): D;
}

/**
 * A prior with parameters of its own, typed by what its `init` returns:
 *
 * ```ts
 * learnedPrior({
 *   init: () => ({ loc: tf.zeros([2]), logScale: tf.zeros([2]) }),
 *   apply: ({ loc, logScale }) => independent(normal({ loc, scale: tf.exp(logScale) }), 1),
 * })
 * ```
 *
 * @returns What it is given. The objects that `init` makes are the caller's, as those of `vae`'s `init` are.
 */
export function learnedPrior<P extends Params, D extends Distribution>(prior: LearnedPrior<P, D>): LearnedPrior<P, D> {
  return prior;
}

/** p(z): a fixed distribution, or one that is learned. */
export type Prior = Distribution | LearnedPrior;

export function isLearnedPrior(prior: Prior): prior is LearnedPrior {
  return !("logProb" in prior);
}
