import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { gammaFormulas, type HasLogDraws } from "./gammaFormulas.js";

export interface Chi2Parameters {
  readonly df: NumericInput;
}

export interface Chi2
  extends Reparameterized<Tensor, readonly []>, HasLogDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "chi2";
  readonly df: Tensor;
}

const constraints = { df: positive };

/**
 * Chi-squared distribution over the positive numbers: that of a sum of df squared standard normals, and the gamma
 * distribution with concentration df/2 and rate ½.
 *
 *   log p(x) = (df/2 − 1) log x − x/2 − (df/2) log 2 − log Γ(df/2)
 *   mean = df,   variance = 2 df,   mode = max(df − 2, 0)
 *
 * `rsampleLog(key, s)` is `log 2 + logGammaDraws(key, df / 2, [...s, ...batchShape])`, and `rsample` its exponential, at
 * least 2⁻¹²⁶. Gradients are implicit, exact to float32. Drawing reads `df` back from the device. Entropies in nats.
 *
 * @param parameters.df - Degrees of freedom; positive, whole or not. Its shape is the batch shape; events are scalars.
 * @throws If `df` is missing or holds no numbers.
 *
 * Reference: Johnson, Kotz and Balakrishnan (1994), ch. 18.
 */
export function chi2(parameters: Chi2Parameters): Chi2 {
  return makeFamily({ family: "chi2", constraints, parameters, support: positive }, ({ df }, { batchShape }) => ({
    ...gammaFormulas(() => ({ a: tf.mul(0.5, df), rate: tf.scalar(0.5) }), 1, batchShape),
    mean: () => df,
    variance: () => tf.mul(2, df),
    mode: () => tf.maximum(tf.sub(df, 2), 0),
  }));
}
