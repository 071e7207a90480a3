import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, safeWhere, type NumericInput } from "@variate/math";
import { positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { gammaFormulas, type HasLogDraws } from "./gammaFormulas.js";

export interface InverseGammaParameters {
  readonly concentration: NumericInput;
  readonly scale: NumericInput;
}

export interface InverseGamma
  extends Reparameterized<Tensor, readonly []>, HasLogDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "inverseGamma";
  readonly concentration: Tensor;
  readonly scale: Tensor;
}

const constraints = { concentration: positive, scale: positive };

/**
 * Inverse gamma distribution over the positive numbers: that of scale / g, with g from Gamma(concentration, rate 1).
 *
 *   log p(x) = a log s − (a + 1) log x − s/x − log Γ(a),   a = concentration, s = scale
 *   mean = s/(a − 1),   variance = s² / ((a − 1)² (a − 2)),   mode = s/(a + 1)
 *   entropy = a + log s + log Γ(a) − (1 + a) ψ(a), in nats
 *
 * The mean is Infinity up to concentration 1, the variance up to 2.
 *
 * `rsampleLog(key, s)` is `log(scale) − logGammaDraws(key, concentration, [...s, ...batchShape])`, and `rsample` its
 * exponential, held between 2⁻¹²⁶ and e^88.72. Gradients in the concentration are implicit, exact to float32. Drawing
 * reads the concentration back from the device.
 *
 * @param parameters.concentration - Shape parameter; positive.
 * @param parameters.scale - In units of `x`; positive. Both broadcast to the batch shape; events are scalars.
 * @throws If `concentration` and `scale` do not broadcast together.
 *
 * Reference: Gelman et al. (2013), "Bayesian Data Analysis", appendix A.
 */
export function inverseGamma(parameters: InverseGammaParameters): InverseGamma {
  return makeFamily({ family: "inverseGamma", constraints, parameters, support: positive }, ({ concentration, scale }, { batchShape }) => {
    const mean = (): Tensor =>
      tf.mul(scale, safeWhere(isGreater(concentration, 1), concentration, (a) => tf.div(1, tf.sub(a, 1)), Infinity, 2));
    return {
      ...gammaFormulas(() => ({ a: concentration, rate: scale }), -1, batchShape),
      mean,
      variance: () => {
        const ratio = (a: Tensor): Tensor => tf.div(1, tf.sub(a, 2));
        return tf.mul(tf.square(mean()), safeWhere(isGreater(concentration, 2), concentration, ratio, Infinity, 3));
      },
      mode: () => tf.div(scale, tf.add(concentration, 1)),
    };
  });
}
