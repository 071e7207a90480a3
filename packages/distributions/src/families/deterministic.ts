import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isEqual, isLess, select, type NumericInput } from "@variate/math";
import { interval, real, type Bounded } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";

export interface DeterministicParameters {
  readonly loc: NumericInput;
}

export interface Deterministic
  extends Reparameterized<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "deterministic";
  readonly support: Bounded;
  readonly loc: Tensor;
}

const constraints = { loc: real };

/**
 * Point mass at `loc`: log p(x) = 0 where x equals it, −Infinity elsewhere, with respect to counting; in nats.
 *
 *   mean = mode = loc,   variance = entropy = 0
 *
 * `rsample(key, s)` is `loc`, repeated; no draw is made. `logProb` and `cdf` are constant almost everywhere: their
 * gradients are 0, that of a draw is 1.
 *
 * @param parameters.loc - Any number. Its shape is the batch shape; events are scalars.
 * @throws If `loc` is missing or holds no numbers.
 *
 * Reference: Murphy (2012), "Machine Learning: a Probabilistic Perspective", §2.4.2.
 */
export function deterministic(parameters: DeterministicParameters): Deterministic {
  const support = (own: { readonly loc: Tensor }): Bounded => ({
    ...interval(own.loc, own.loc), name: "point", description: "the point loc", discrete: true,
  });
  return makeFamily({ family: "deterministic", constraints, parameters, support }, ({ loc }) => {
    // Terms of 0 · x and 0 · loc keep the results functions of both, which tfjs's gradients ask for.
    const tied = (x: Tensor): Tensor => tf.add(x, tf.mul(0, loc));
    return {
      logProb: (x) => tied(select(isEqual(x, loc), tf.mul(0, x), -Infinity)),
      rsample: (_, shape) => tf.add(loc, tf.zeros(shape)),
      mean: () => loc,
      mode: () => loc,
      variance: () => tf.zerosLike(loc),
      entropy: () => tf.zerosLike(loc),
      cdf: (x) => tied(select(isLess(x, loc), 0, 1)),
      logCdf: (x) => tied(select(isLess(x, loc), -Infinity, 0)),
      quantile: (p) => tf.add(loc, tf.mul(0, p)),
    };
  }) as Deterministic;
}
