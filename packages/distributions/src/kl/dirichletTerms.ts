import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digammaRemainder, poissonDeviance, stirlingRemainder } from "@variate/math";

/**
 * What a concentration a of p and b of q add to KL(p‖q) beside the deviances of means:
 *
 *   ½ D(1, b/a) + σ(b) − σ(a) + (a − b) δ(a)
 *
 * with D the deviance, σ and δ the remainders of log Γ and ψ: no large logarithms are subtracted.
 */
export function concentrationTerm(a: Tensor, b: Tensor): Tensor {
  const prefactor = tf.mul(0.5, poissonDeviance(1, tf.div(b, a)));
  return tf.add(prefactor, tf.add(tf.sub(stirlingRemainder(b), stirlingRemainder(a)), tf.mul(tf.sub(a, b), digammaRemainder(a))));
}

/** log E x − E log x of a share x with concentration a of n in all: log(a/n) − ψ(a) + ψ(n). */
export function logShareGap(a: Tensor, n: Tensor): Tensor {
  const gap = (c: Tensor): Tensor => tf.sub(tf.div(0.5, c), digammaRemainder(c));
  return tf.sub(gap(a), gap(n));
}
