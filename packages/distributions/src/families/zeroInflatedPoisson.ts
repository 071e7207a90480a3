import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { nonNegativeInteger, positive } from "../constraints.js";
import type { Distribution, HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance } from "../distribution.js";
import { makeFamily } from "../family.js";
import { withGate, zeroInflatedFormulas, type Gate, type GivenGate } from "../gate.js";
import { poissonFormulas } from "./poisson.js";

/** Expected count before extra zeros, and exactly one of their probability and its log odds. */
export type ZeroInflatedPoissonParameters = Gate & { readonly rate: NumericInput };

export interface ZeroInflatedPoisson
  extends Distribution<Tensor, readonly []>, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "zeroInflatedPoisson";
  readonly rate: Tensor;
  /** Probability of an extra zero, when the distribution was given by it. */
  readonly gate?: Tensor;
  /** Log odds of an extra zero, when the distribution was given by them. */
  readonly gateLogits?: Tensor;
}

/**
 * Poisson counts of which a share π is replaced by 0.
 *
 *   P(0) = π + (1 − π) exp(−rate),   P(x) = (1 − π) Poisson(x; rate) for x > 0
 *   mean = (1 − π) rate,   variance = (1 − π)(rate + π rate²)
 *
 * Entropy in nats, from that of `poisson`; cdf and quantile as there. `zeroInflated(poisson({ rate }), …)` is the same without
 * mode, entropy and quantile.
 *
 * `sample(key, s)` uses `[which, value] = splitKey(key, 2)`: 0 where `uniformDraws(which, [...s, ...batchShape]) < π`, and
 * `poissonDraws(value, rate, …)` elsewhere. Drawing reads the rate back from the device.
 *
 * @param parameters.rate - Expected count before extra zeros; positive.
 * @param parameters - Exactly one of `gate`, the probability π of an extra zero, and `gateLogits`, log(π / (1 − π)).
 *   Both broadcast to the batch shape; events are scalars.
 * @throws If they do not broadcast together, or unless exactly one of `gate` and `gateLogits` is given.
 *
 * Reference: Lambert (1992), "Zero-inflated Poisson regression".
 */
export function zeroInflatedPoisson(parameters: ZeroInflatedPoissonParameters): ZeroInflatedPoisson {
  const constraints = withGate("zeroInflatedPoisson", parameters, { rate: positive });
  const specification = { family: "zeroInflatedPoisson", constraints, parameters, support: nonNegativeInteger } as const;
  return makeFamily(specification, ({ rate, ...gate }, { batchShape }) =>
    zeroInflatedFormulas(() => poissonFormulas(rate, batchShape), gate as GivenGate, batchShape),
  );
}
