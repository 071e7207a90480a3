import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { nonNegativeInteger, positive } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { byRate } from "./negativeBinomialForms.js";
import { negativeBinomialFormulas } from "./negativeBinomialFormulas.js";

export interface GammaPoissonParameters {
  readonly concentration: NumericInput;
  readonly rate: NumericInput;
}

export interface GammaPoisson extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "gammaPoisson";
  readonly concentration: Tensor;
  readonly rate: Tensor;
}

const constraints = { concentration: positive, rate: positive };

/**
 * Poisson counts whose rate is a gamma draw: `negativeBinomial` with totalCount a and odds of success 1 / b.
 *
 *   log p(x) = log Γ(x + a) − log Γ(a) − log x! + a log(b / (1 + b)) − x log(1 + b),   a = concentration, b = rate
 *   (in nats),   mean = a / b,   variance = a (1 + b) / b²,   mode = ⌊(a − 1) / b⌋, at least 0
 *
 * evaluated as a saddle point, so large counts keep their digits; cdf, quantile and entropy are those of `negativeBinomial`,
 * and so are draws: `poissonDraws(value, exp(logGammaArray(rate, a, …)) / b, [...s, ...batchShape])` with
 * `[rate, value] = splitKey(key, 2)`. Drawing and the entropy read the parameters back from the device.
 *
 * @param parameters.concentration - Shape of the gamma distribution; positive.
 * @param parameters.rate - Inverse scale of it; positive.
 *   Both broadcast to the batch shape; events are scalars. Gradients do not cancel.
 * @throws If `concentration` and `rate` do not broadcast together.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §5.3; Loader (2000).
 */
export function gammaPoisson(parameters: GammaPoissonParameters): GammaPoisson {
  return makeFamily({ family: "gammaPoisson", constraints, parameters, support: nonNegativeInteger }, ({ concentration, rate }, { batchShape }) =>
    negativeBinomialFormulas(concentration, byRate(rate), batchShape),
  );
}
