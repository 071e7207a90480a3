import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { nonNegativeInteger, positive } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { withOdds, type GivenOdds, type Odds } from "../odds.js";
import { byOdds } from "./negativeBinomialForms.js";
import { negativeBinomialFormulas } from "./negativeBinomialFormulas.js";

/** Number of failures, and exactly one of the probability of success and its log odds. */
export type NegativeBinomialParameters = Odds & { readonly totalCount: NumericInput };

export interface NegativeBinomial extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "negativeBinomial";
  readonly totalCount: Tensor;
  /** Log odds of success, when the distribution was given by them. */
  readonly logits?: Tensor;
  /** Probability of success, when the distribution was given by it. */
  readonly probs?: Tensor;
}

/**
 * Negative binomial distribution over the whole numbers: successes before failure number r, for any r > 0.
 *
 *   log p(x) = log Γ(x + r) − log Γ(r) − log x! + x log p + r log(1 − p), in nats
 *   mean = r p / (1 − p),   variance = r p / (1 − p)²,   mode = ⌊(r − 1) p / (1 − p)⌋, at least 0
 *
 * evaluated as a saddle point, by Stirling remainders and deviances, so large counts keep their digits. The cdf is
 * I_{1−p}(r, ⌊x⌋ + 1), the incomplete beta function; the quantile is the smallest count whose cdf reaches its argument to
 * 3e-7. The entropy, in nats, is an integral on the host in double precision: it reads the parameters back from the device, and its
 * gradient has no further derivatives.
 *
 * `sample(key, s)` is `poissonDraws(value, exp(logGammaArray(rate, r, …)) · p / (1 − p), [...s, ...batchShape])` with
 * `[rate, value] = splitKey(key, 2)`: a Poisson count whose rate is a gamma draw, at most 2¹²⁶. It reads the parameters back from the
 * device, since the rejection runs on the host.
 *
 * @param parameters.totalCount - Number r of failures; positive, whole or not. Its gradient does not cancel.
 * @param parameters - Exactly one of `probs`, the probability p of success, and `logits`, log(p / (1 − p)).
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If they do not broadcast together, or unless exactly one of `probs` and `logits` is given.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §5; Loader (2000).
 */
export function negativeBinomial(parameters: NegativeBinomialParameters): NegativeBinomial {
  const constraints = withOdds("negativeBinomial", parameters, { totalCount: positive });
  const specification = { family: "negativeBinomial", constraints, parameters, support: nonNegativeInteger } as const;
  return makeFamily(specification, ({ totalCount, ...given }, { batchShape }) =>
    negativeBinomialFormulas(totalCount, byOdds(given as GivenOdds), batchShape),
  );
}
