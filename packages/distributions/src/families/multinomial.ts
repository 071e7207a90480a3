import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { multinomialDraws } from "@variate/random";
import { factorialRest } from "../countMass.js";
import { countVector, nonNegativeInteger } from "../constraints.js";
import type { Distribution, HasCovariance, HasEntropy, HasMean, HasMode, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { hostFunction } from "../hostFunction.js";
import { hostParameter } from "../hostParameter.js";
import type { GivenOdds } from "../odds.js";
import { othersOf } from "./othersOf.js";
import { classCount, probabilities, withWeights, type CategoricalParameters } from "./categoricalWeights.js";
import { exponentials, modeOfCounts } from "./countMode.js";
import { factorialExcess } from "./multinomialEntropy.js";
import { multinomialLogProb } from "./multinomialMass.js";

/** Number of trials, and exactly one of the classes' weights and their logarithms. */
export type MultinomialParameters = CategoricalParameters & { readonly totalCount: NumericInput };

export interface Multinomial extends Distribution<Tensor, readonly [number]>, HasMean, HasVariance, HasCovariance, HasMode, HasEntropy {
  readonly family: "multinomial";
  readonly totalCount: Tensor;
  /** Log weights [...batch, classes], when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Weights [...batch, classes], when the distribution was given by them. */
  readonly probs?: Tensor;
}

/**
 * Multinomial distribution over vectors of K counts with sum n: how often each class comes up in n draws.
 *
 *   log p(x) = log n! − Σ log x_i! + Σ x_i log p_i, in nats
 *   mean_i = n p_i,   variance_i = n p_i (1 − p_i),   covariance_ij = n p_i (δ_ij − p_j)
 *
 * evaluated as a saddle point, by Stirling remainders and deviances, so large counts keep their digits. Mode and entropy, in
 * nats, are computed on the host in double precision: they read the parameters back from the device, and the gradient of the
 * entropy has no further derivatives. Of several modes it is one.
 *
 * `sample(key, s)` is `multinomialDraws(key, totalCount, probs, [...s, ...batchShape, K])`. Drawing reads the parameters back from the
 * device, since the rejection runs on the host.
 *
 * @param parameters.totalCount - Number n of draws, a whole number; its shape broadcasts to the batch. No gradient.
 * @param parameters - Exactly one of `probs`, weights of 0 or more, and `logits`, their logarithms; shape [...batch, K].
 *   Both are divided by their sum. A probability of 0 excludes its class.
 * @throws Unless exactly one is given, with a class axis, and broadcasts with `totalCount`.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1997), "Discrete Multivariate Distributions", §35; Loader (2000).
 */
export function multinomial(parameters: MultinomialParameters): Multinomial {
  const constraints = withWeights("multinomial", parameters, { totalCount: nonNegativeInteger });
  const specification = {
    family: "multinomial", constraints, parameters,
    support: ({ totalCount }: { readonly totalCount: Tensor }) => countVector(totalCount),
    eventShape: (given: GivenOdds & { readonly totalCount: Tensor }): readonly [number] => [classCount(given)],
  } as const;
  return makeFamily(specification, ({ totalCount, ...rest }, { batchShape }) => {
    const given: GivenOdds = rest;
    const n = (): Tensor => tf.expandDims(totalCount, -1);
    return {
      logProb: (x) => multinomialLogProb(x, totalCount, given),
      sample: (key, shape) => multinomialDraws(key, hostParameter(totalCount, batchShape), hostParameter(probabilities(given), [...batchShape, classCount(given)]), shape),
      mean: () => tf.mul(n(), probabilities(given)),
      mode: () => {
        const shape = [...batchShape, classCount(given)];
        const weights = given.logits !== undefined ? exponentials(hostParameter(given.logits, shape), classCount(given)) : Float64Array.from(hostParameter(given.probs as Tensor, shape));
        return modeOfCounts(hostParameter(totalCount, batchShape), weights, shape);
      },
      entropy: () => {
        const unit = (x: number, i: number): number => (i === 0 ? x : Math.min(x, Math.max(1 - x, 1e-4)));
        const each = hostFunction("variate.factorialExcess", { n: n(), p: probabilities(given) }, factorialExcess, unit);
        return tf.sub(tf.sum(each, -1), factorialRest(totalCount));
      },
      variance: () => {
        const p = probabilities(given);
        return tf.mul(tf.mul(n(), p), othersOf(p));
      },
      covariance: () => {
        const p = probabilities(given);
        const off = tf.neg(tf.mul(tf.expandDims(p, -1), tf.expandDims(p, -2)));
        const own = tf.expandDims(tf.mul(p, othersOf(p)), -1);
        const diagonal = tf.eye(p.shape.at(-1) as number);
        return tf.mul(tf.expandDims(n(), -1), tf.add(tf.mul(diagonal, own), tf.mul(tf.sub(1, diagonal), off)));
      },
    };
  });
}
