import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { expm1, isLess, log1mexp, log1p, select } from "@variate/math";

/** F = 1 − exp(−H) of a cumulative hazard H ≥ 0. */
export const cdfOfHazard = (hazard: Tensor): Tensor => tf.neg(expm1(tf.neg(hazard)));

/** log F, from H and log H: the latter serves where H underflows, since F is H there. */
export function logCdfOfHazard(hazard: Tensor, logHazard: Tensor): Tensor {
  const tiny = isLess(hazard, 1e-20);
  return select(tiny, logHazard, log1mexp(select(tiny, 1, hazard)));
}

/** H at the quantile of level p, −log(1 − p): 0 at 0, Infinity at 1. */
export const hazardOfLevel = (p: Tensor): Tensor => tf.neg(log1p(tf.neg(p)));
