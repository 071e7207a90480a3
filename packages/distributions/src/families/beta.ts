import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { openUnitInterval, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { betaFormulas, type HasLogitDraws } from "./betaFormulas.js";
import { betaLogProb } from "./betaLogProb.js";

export interface BetaParameters {
  readonly concentration1: NumericInput;
  readonly concentration0: NumericInput;
}

export interface Beta
  extends Reparameterized<Tensor, readonly []>, HasLogitDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "beta";
  readonly concentration1: Tensor;
  readonly concentration0: Tensor;
}

const constraints = { concentration1: positive, concentration0: positive };

/**
 * Beta distribution over the numbers in (0, 1).
 *
 *   log p(x) = (a − 1) log x + (b − 1) log(1 − x) − log B(a, b),   a = concentration1, b = concentration0
 *   mean = a / n,   variance = ab / (n² (n + 1)),   n = a + b
 *   entropy = log B(a, b) − (a − 1) ψ(a) − (b − 1) ψ(b) + (n − 2) ψ(n), in nats
 *   mode = (a − 1) / (n − 2); where a or b is at most 1, the end whose concentration is smaller, 0 if they are equal
 *
 * evaluated by Stirling remainders and deviances, so large concentrations keep their digits.
 *
 * `rsampleLogit(key, s)` is, with [k₁, k₀] = splitKey(key, 2) and shapes [...s, ...batchShape],
 * `logGammaDraws(k₁, concentration1, …) − logGammaDraws(k₀, concentration0, …)`, subtracted in float64, and `rsample` its
 * logistic function, held between 2⁻¹²⁶ and 1 − 2⁻²⁴: small concentrations put much of their mass beyond, so use the
 * log-odds there. Gradients are implicit, −(∂F/∂θ)/p, exact to float32. Drawing reads the concentrations back from the
 * device, since the rejection runs on the host.
 *
 * @param parameters.concentration1 - Weight of 1; positive.
 * @param parameters.concentration0 - Weight of 0; positive. Both broadcast to the batch shape; events are scalars.
 * @throws If the two do not broadcast together.
 *
 * Reference: Loader (2000); Figurnov, Mohamed and Mnih (2018).
 */
export function beta(parameters: BetaParameters): Beta {
  return makeFamily(
    { family: "beta", constraints, parameters, support: openUnitInterval },
    ({ concentration1, concentration0 }, { batchShape }) => ({
      ...betaFormulas(() => [concentration1, concentration0], batchShape),
      logProb: (x: Tensor) => betaLogProb(x, concentration1, concentration0),
      mean: () => tf.div(concentration1, tf.add(concentration1, concentration0)),
    }),
  );
}
