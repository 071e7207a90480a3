import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { logRegularizedGammaQ, regularizedGammaQ, withoutGradient, type NumericInput } from "@variate/math";
import { poissonDraws } from "@variate/random";
import { nonNegativeInteger, positive } from "../constraints.js";
import { ENDS, ofFloor } from "../countCdf.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily, type Formulas } from "../family.js";
import { integerQuantile } from "../integerQuantile.js";
import { hostParameter } from "../hostParameter.js";
import { poissonEntropy, poissonLogProb } from "./poissonMass.js";

export interface PoissonParameters {
  readonly rate: NumericInput;
}

export interface Poisson extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "poisson";
  readonly rate: Tensor;
}

const constraints = { rate: positive };

/**
 * Poisson distribution over the whole numbers: how often a rare event happens.
 *
 *   log p(x) = x log(rate) − rate − log x!
 *   mean = variance = rate,   mode = ⌊rate⌋
 *
 * evaluated as a saddle point, by a Stirling remainder and a deviance, so large counts keep their digits. The entropy, in
 * nats, is a sum of 96 terms for rates below 30 and an asymptotic series above. The cdf is Q(⌊x⌋ + 1, rate), the upper
 * incomplete gamma function; the quantile is the smallest count whose cdf reaches p to 3e-7.
 *
 * `sample(key, s)` is `poissonDraws(key, rate, [...s, ...batchShape])`. Drawing reads the rate back from the device,
 * since the rejection runs on the host.
 *
 * @param parameters.rate - Expected count; positive. Its shape is the batch shape; events are scalars.
 * @throws If there is no rate.
 *
 * Reference: Johnson, Kemp and Kotz (2005), "Univariate Discrete Distributions", §4; Loader (2000).
 */
export function poisson(parameters: PoissonParameters): Poisson {
  return makeFamily({ family: "poisson", constraints, parameters, support: nonNegativeInteger }, ({ rate }, { batchShape }) =>
    poissonFormulas(rate, batchShape),
  );
}

/** The formulas of `poisson`. */
export function poissonFormulas(rate: Tensor, batchShape: number[]) {
  const cdf = (x: Tensor): Tensor => ofFloor(x, 0, Infinity, ENDS.plain, (k) => regularizedGammaQ(tf.add(k, 1), rate));
  return {
    logProb: (x) => poissonLogProb(x, rate),
    sample: (key, shape) => poissonDraws(key, hostParameter(rate, batchShape), shape),
    mean: () => rate,
    variance: () => rate,
    mode: () => withoutGradient(() => tf.floor(rate)),
    entropy: () => poissonEntropy(rate),
    cdf,
    logCdf: (x) => ofFloor(x, 0, Infinity, ENDS.log, (k) => logRegularizedGammaQ(tf.add(k, 1), rate)),
    quantile: (p) => integerQuantile(p, batchShape, { low: 0, high: Infinity }, cdf),
  } satisfies Formulas;
}
