import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { withoutGradient, type NumericInput } from "@variate/math";
import { binomialDraws } from "@variate/random";
import { integerInterval, nonNegativeInteger } from "../constraints.js";
import { commonCount } from "../commonCount.js";
import { betaOfOthers, ENDS, ofFloor, type Ends } from "../countCdf.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { hostParameter } from "../hostParameter.js";
import { integerQuantile } from "../integerQuantile.js";
import { chanceOf, withOdds, type GivenOdds, type Odds } from "../odds.js";
import { binomialEntropy, binomialLogProb } from "./binomialMass.js";

/** Number of trials, and exactly one of the probability of success and its log odds. */
export type BinomialParameters = Odds & { readonly totalCount: NumericInput };

export interface Binomial extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "binomial";
  readonly totalCount: Tensor;
  /** Log odds of success, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of success, when the distribution was given by it. */
  readonly probs?: Tensor;
  /** 0, 1, …, n. Reads `totalCount` back from the device. @throws Unless it is the same for the whole batch. */
  enumerateSupport(): Tensor;
}

/**
 * Binomial distribution over {0, 1, …, n}: how many of n trials succeed.
 *
 *   log p(x) = log C(n, x) + x log p + (n − x) log(1 − p)
 *   mean = n p,   variance = n p (1 − p),   mode = ⌊(n + 1) p⌋, at most n
 *
 * evaluated as a saddle point, by Stirling remainders and deviances, so large counts keep their digits. The entropy, in
 * nats, is a sum of 128 terms for variances below 30 and an asymptotic series above. The cdf is I_{1−p}(n − ⌊x⌋, ⌊x⌋ + 1),
 * the incomplete beta function; the quantile is the smallest count whose cdf reaches its argument to 3e-7.
 *
 * `sample(key, s)` is `binomialDraws(key, totalCount, probs, [...s, ...batchShape])`, or of `{ logits }`. Drawing reads the
 * parameters back from the device, since the rejection runs on the host.
 *
 * @param parameters.totalCount - Number n of trials, a whole number; 0 is one. It takes no gradient.
 * @param parameters - Exactly one of `probs`, the probability p of success, and `logits`, log(p / (1 − p)).
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If they do not broadcast together, or unless exactly one of `probs` and `logits` is given.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §3; Loader (2000).
 */
export function binomial(parameters: BinomialParameters): Binomial {
  const constraints = withOdds("binomial", parameters, { totalCount: nonNegativeInteger });
  const support = ({ totalCount }: { readonly totalCount: Tensor }) => integerInterval(0, totalCount);
  return makeFamily({ family: "binomial", constraints, parameters, support }, ({ totalCount, ...given }, { batchShape }) => {
    const odds: GivenOdds = given;
    const { probs, others } = chanceOf(odds);
    const below = (x: Tensor, ends: Ends): Tensor =>
      ofFloor(x, 0, totalCount, ends, (k) => betaOfOthers(odds, trialsLeft(totalCount, k), tf.add(k, 1), ends === ENDS.log));
    const cdf = (x: Tensor): Tensor => below(x, ENDS.plain);
    return {
      logProb: (x) => binomialLogProb(x, totalCount, odds),
      sample: (key, shape) => {
        const [count, own] = [totalCount, odds.logits ?? (odds.probs as Tensor)].map((each) => hostParameter(each, batchShape)) as [Float32Array, Float32Array];
        return binomialDraws(key, count, odds.logits !== undefined ? { logits: own } : own, shape);
      },
      mean: () => tf.mul(totalCount, probs()),
      variance: () => tf.mul(tf.mul(totalCount, probs()), others()),
      mode: () => withoutGradient(() => tf.minimum(tf.floor(tf.mul(tf.add(totalCount, 1), probs())), totalCount)),
      entropy: () => binomialEntropy(totalCount, odds),
      cdf,
      logCdf: (x) => below(x, ENDS.log),
      quantile: (p) => integerQuantile(p, batchShape, { low: 0, high: totalCount }, cdf),
      enumerateSupport: () => tf.range(0, commonCount("binomial", totalCount) + 1),
    };
  });
}

/** n − k, and 1 where nothing is left: there the distribution function is 1 without it. */
const trialsLeft = (n: Tensor, k: Tensor): Tensor => withoutGradient(() => tf.maximum(tf.sub(n, k), 1));
