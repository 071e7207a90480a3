import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { gammaFormulas, type HasLogDraws } from "./gammaFormulas.js";

export interface GammaParameters {
  readonly concentration: NumericInput;
  readonly rate: NumericInput;
}

export interface Gamma
  extends Reparameterized<Tensor, readonly []>, HasLogDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "gamma";
  readonly concentration: Tensor;
  readonly rate: Tensor;
}

const constraints = { concentration: positive, rate: positive };

/**
 * Gamma distribution over the positive numbers.
 *
 *   log p(x) = a log r + (a − 1) log x − r x − log Γ(a),   a = concentration, r = rate
 *   mean = a / r,   variance = a / r²,   entropy = a − log r + log Γ(a) + (1 − a) ψ(a), in nats
 *
 * evaluated by Stirling remainders and deviances, so large concentrations keep their digits.
 *
 * `rsampleLog(key, s)` is `logGammaDraws(key, concentration, [...s, ...batchShape]) − log(rate)`, and `rsample` its
 * exponential, at least 2⁻¹²⁶, the smallest normal float32: a concentration of 0.001 falls below that 9 times in 10, so
 * use the logarithms there. Gradients in the concentration are implicit, exact to float32. Drawing reads the
 * concentration back from the device, since the rejection runs on the host.
 *
 * @param parameters.concentration - Shape parameter; positive.
 * @param parameters.rate - Inverse scale, in units of 1 / `x`; positive.
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If `concentration` and `rate` do not broadcast together.
 *
 * Reference: Cheng (1977); Figurnov, Mohamed and Mnih (2018); Loader (2000).
 */
export function gamma(parameters: GammaParameters): Gamma {
  return makeFamily({ family: "gamma", constraints, parameters, support: positive }, ({ concentration, rate }, { batchShape }) => ({
    ...gammaFormulas(() => ({ a: concentration, rate }), 1, batchShape),
    mean: () => tf.div(concentration, rate),
    variance: () => tf.div(tf.div(concentration, rate), rate),
    // Below concentration 1 the density grows without bound towards 0.
    mode: () => tf.div(tf.maximum(tf.sub(concentration, 1), 0), rate),
  }));
}
