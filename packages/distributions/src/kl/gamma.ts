import * as tf from "@tensorflow/tfjs-core";
import { digammaRemainder, isLess, lgamma, poissonDeviance, select, stirlingRemainder, xlogy } from "@variate/math";
import type { Gamma } from "../families/gamma.js";
import type { Uniform } from "../families/uniform.js";
import type { KlRule } from "./table.js";

/**
 * KL(gamma‖gamma) = (a − b) ψ(a) − log Γ(a) + log Γ(b) + b log(r/s) + a (s − r)/r,   p with a, r and q with b, s
 *
 * evaluated as D(b, a s/r) + ½ D(1, b/a) + σ(b) − σ(a) + (a − b) δ(a), with D the deviance, σ and δ the remainders of
 * log Γ and ψ: no large logarithms are subtracted.
 */
export const klGamma: KlRule<Gamma, Gamma> = (p, q) => {
  const a = p.concentration;
  const b = q.concentration;
  const means = poissonDeviance(b, tf.div(tf.mul(a, q.rate), p.rate));
  const prefactor = tf.mul(0.5, poissonDeviance(1, tf.div(b, a)));
  const remainders = tf.add(tf.sub(stirlingRemainder(b), stirlingRemainder(a)), tf.mul(tf.sub(a, b), digammaRemainder(a)));
  return tf.add(tf.add(means, prefactor), remainders);
};

/**
 * KL(uniform‖gamma) = −log(high − low) − E log q, with E x the midpoint and
 * E log x = (high log high − low log low) / (high − low) − 1. Infinity where low < 0.
 */
export const klUniformGamma: KlRule<Uniform, Gamma> = ({ low, high }, { concentration, rate }) => {
  const outside = isLess(low, 0);
  // Where the answer is Infinity anyway, bounds at which nothing turns into NaN.
  const from = select(outside, 1, low);
  const to = select(outside, 2, high);
  const width = tf.sub(to, from);
  const meanLog = tf.sub(tf.div(tf.sub(xlogy(to, to), xlogy(from, from)), width), 1);
  const energy = tf.sub(tf.mul(rate, tf.mul(0.5, tf.add(from, to))), tf.mul(tf.sub(concentration, 1), meanLog));
  const logNormalizer = tf.sub(lgamma(concentration), tf.mul(concentration, tf.log(rate)));
  return select(outside, Infinity, tf.sub(tf.add(energy, logNormalizer), tf.log(width)));
};
