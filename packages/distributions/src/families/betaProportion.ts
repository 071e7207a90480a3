import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import type { NumericInput } from "@variate/math";
import { openUnitInterval, positive } from "../constraints.js";
import type { HasCdf, HasEntropy, HasMean, HasMode, HasQuantile, HasVariance, Reparameterized } from "../distribution.js";
import { makeFamily } from "../family.js";
import { betaFormulas, type HasLogitDraws } from "./betaFormulas.js";
import { betaProportionLogProb, concentrationOf } from "./betaProportionLogProb.js";

export interface BetaProportionParameters {
  readonly loc: NumericInput;
  readonly concentration: NumericInput;
}

export interface BetaProportion
  extends Reparameterized<Tensor, readonly []>, HasLogitDraws, HasMean, HasVariance, HasMode, HasEntropy, HasCdf, HasQuantile {
  readonly family: "betaProportion";
  readonly loc: Tensor;
  readonly concentration: Tensor;
}

const constraints = { loc: openUnitInterval, concentration: positive };

/**
 * Beta distribution over the numbers in (0, 1) by its mean: that of `beta` with concentration1 = loc · concentration and
 * concentration0 = (1 − loc) · concentration.
 *
 *   mean = loc,   variance = loc (1 − loc) / (concentration + 1)
 *
 * Densities and their gradients keep their digits at any concentration. Entropies in nats. Draws, their gradients and their
 * bounds are those of `beta` (`rsampleLogit(key, s)` and its logistic function); cdf, logCdf and quantile are too, and round both
 * products to float32, which moves them by up to 6e-8 √concentration standard deviations.
 *
 * @param parameters.loc - Mean, in (0, 1).
 * @param parameters.concentration - Number of draws that the knowledge is worth; positive. Both broadcast to the batch
 *   shape; events are scalars.
 * @throws If the two do not broadcast together.
 *
 * Reference: Ferrari and Cribari-Neto (2004), "Beta regression for modelling rates and proportions".
 */
export function betaProportion(parameters: BetaProportionParameters): BetaProportion {
  return makeFamily({ family: "betaProportion", constraints, parameters, support: openUnitInterval }, ({ loc, concentration }, { batchShape }) => ({
    ...betaFormulas(() => [concentrationOf(loc, concentration), concentrationOf(tf.sub(1, loc), concentration)], batchShape),
    logProb: (x: Tensor) => betaProportionLogProb(x, loc, concentration),
    mean: () => loc,
    variance: () => tf.div(tf.mul(loc, tf.sub(1, loc)), tf.add(concentration, 1)),
  }));
}
