import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { nonNegativeInteger, positive } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { withGate, zeroInflatedFormulas, type Gate, type GivenGate } from "../gate.js";
import { withOdds, type GivenOdds, type Odds } from "../odds.js";
import { byMean, byOdds } from "./negativeBinomialForms.js";
import { negativeBinomialFormulas } from "./negativeBinomialFormulas.js";

/** The counts by failures and odds, or by mean and dispersion; and the probability of an extra zero or its log odds. */
export type ZeroInflatedNegativeBinomialParameters = Gate &
  (
    | (Odds & { readonly totalCount: NumericInput; readonly mean?: never; readonly dispersion?: never })
    | {
        readonly mean: NumericInput;
        readonly dispersion: NumericInput;
        readonly totalCount?: never;
        readonly probs?: never;
        readonly logits?: never;
      }
  );

export interface ZeroInflatedNegativeBinomial
  extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "zeroInflatedNegativeBinomial";
  /** Number of failures, when given by it; with `logits` or `probs`. */
  readonly totalCount?: Tensor;
  readonly logits?: Tensor;
  readonly probs?: Tensor;
  /** Mean before extra zeros, when given by it: the parameter `mean`, whose name is that of a method. */
  readonly countMean?: Tensor;
  readonly dispersion?: Tensor;
  /** Probability of an extra zero, when given by it. */
  readonly gate?: Tensor;
  /** Log odds of an extra zero, when given by them. */
  readonly gateLogits?: Tensor;
}

/**
 * Negative binomial counts of which a share π is replaced by 0, such as counts of transcripts in single cells.
 *
 *   P(0) = π + (1 − π) NB(0),   P(x) = (1 − π) NB(x) for x > 0;   log probabilities in nats
 *   mean = (1 − π) μ,   variance = (1 − π)(σ² + π μ²),   σ² = μ + μ²/θ
 *
 * with NB as in `negativeBinomial`: by totalCount r and the odds of success, or by its mean μ and dispersion θ = r, of which
 * a large one is close to Poisson; then the probability of success is μ / (μ + θ). logProb, cdf, quantile and gradients are
 * as exact as there; so is the entropy, which reads the parameters back from the device.
 *
 * `sample(key, s)` uses `[which, value] = splitKey(key, 2)`: 0 where `uniformDraws(which, [...s, ...batchShape]) < π`, the draw
 * of `negativeBinomial` with key `value` elsewhere. Drawing reads the parameters back from the device.
 *
 * @param parameters.totalCount - r, positive; with `probs` or `logits`, as `negativeBinomial` takes them. Or
 * @param parameters.mean - μ, the mean before extra zeros; positive; with
 * @param parameters.dispersion - θ, the inverse dispersion of scvi-tools; positive.
 * @param parameters - Exactly one of `gate`, the probability π of an extra zero, and `gateLogits`, log(π / (1 − π)).
 *   All broadcast to the batch shape; events are scalars.
 * @throws If they do not broadcast together, or unless exactly one of each pair is given.
 *
 * Reference: Lopez, Regier, Cole, Jordan and Yosef (2018), "Deep generative modeling for single-cell transcriptomics".
 */
export function zeroInflatedNegativeBinomial(parameters: ZeroInflatedNegativeBinomialParameters): ZeroInflatedNegativeBinomial {
  const family = "zeroInflatedNegativeBinomial";
  if (parameters.mean !== undefined) {
    if (parameters.totalCount !== undefined) throw new Error(`${family}: expected mean and dispersion or totalCount; got mean and totalCount.`);
    const { mean, ...others } = parameters;
    const constraints = withGate(family, parameters, { countMean: positive, dispersion: positive });
    const given = { countMean: mean, ...others };
    return makeFamily({ family, constraints, parameters: given, support: nonNegativeInteger }, ({ countMean, dispersion, ...gate }, { batchShape }) => {
      const base = () => negativeBinomialFormulas(dispersion, byMean(countMean), batchShape);
      return zeroInflatedFormulas(base, gate as GivenGate, batchShape, dispersion);
    });
  }
  const constraints = withGate(family, parameters, withOdds(family, parameters, { totalCount: positive }));
  return makeFamily({ family, constraints, parameters, support: nonNegativeInteger }, ({ totalCount, ...rest }, { batchShape }) => {
    const { logits, probs, ...gate } = rest as GivenOdds & GivenGate;
    const odds = logits !== undefined ? { logits } : { probs: probs as Tensor };
    return zeroInflatedFormulas(() => negativeBinomialFormulas(totalCount, byOdds(odds), batchShape), gate, batchShape, totalCount);
  });
}
