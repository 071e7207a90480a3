import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, isLess, select, stopGradient, withoutGradient } from "@variate/math";

/** What implicit gradients need of a distribution of scalars. */
export interface ImplicitDistribution {
  logProb(value: Tensor): Tensor;
  logCdf(value: Tensor): Tensor;
}

/**
 * Draws of a distribution of scalars with implicit gradients: each moves with the parameters so that its rank stays,
 *
 *   dx/dθ = −(∂F/∂θ) / p(x),   F the distribution function and p the density
 *
 * from the gradient of log F, whose ratio to p neither under- nor overflows before the derivative itself does. The values
 * are those of `draws`. Call it inside `tidy`.
 *
 * @param logRank - log F of the draws; where its gradient is not 0 they move with it too.
 *
 * Reference: Figurnov, Mohamed and Mnih (2018), "Implicit reparameterization gradients", eq. 5.
 */
export function implicitDraws(draws: Tensor, d: ImplicitDistribution, logRank?: Tensor): Tensor {
  const fixed = stopGradient(draws);
  const logF = d.logCdf(fixed);
  const known = stopGradient(logF);
  // F/p, which is 0 where the density is infinite; a draw on which p vanishes does not move.
  const ratio = withoutGradient(() => {
    const quotient = tf.exp(tf.sub(known, d.logProb(fixed)));
    return select(isLess(quotient, 1e38), quotient, 0);
  });
  // 0 in value: what is left is the gradient.
  const rise = select(isGreater(known, -Infinity), tf.sub(logF, known), 0);
  const moved = tf.sub(fixed, tf.mul(ratio, rise));
  return logRank === undefined ? moved : tf.add(moved, tf.mul(ratio, tf.sub(logRank, stopGradient(logRank))));
}
