import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isLess, poissonDeviance, select, stirlingRemainder, xlogy } from "@variate/math";
import type { Gamma } from "../families/gamma.js";
import type { Uniform } from "../families/uniform.js";
import { concentrationTerm } from "./dirichletTerms.js";
import type { KlRule } from "./table.js";

/**
 * KL(gamma‖gamma) = (a − b) ψ(a) − log Γ(a) + log Γ(b) + b log(r/s) + a (s − r)/r,   p with a, r and q with b, s
 *
 * evaluated as D(b, a s/r), with D the deviance, and the `concentrationTerm` of a and b.
 */
export const klGamma: KlRule<Gamma, Gamma> = (p, q) => {
  const a = p.concentration;
  const b = q.concentration;
  const means = poissonDeviance(b, tf.div(tf.mul(a, q.rate), p.rate));
  return tf.add(means, concentrationTerm(a, b));
};

/**
 * KL(uniform‖gamma) = (1 − a) c − log 2t − ½ log(a / 2π) + σ(a) + D(a, s m),   q with a, s
 *
 * with m the midpoint, t = (high − low) / 2m, and c = E log x − log m: −E log q as `gammaLogProb` has it, so that neither
 * a narrow interval nor a large concentration subtracts large terms. Infinity where low < 0.
 */
export const klUniformGamma: KlRule<Uniform, Gamma> = ({ low, high }, { concentration: a, rate }) => {
  const outside = isLess(low, 0);
  // Where the answer is Infinity anyway, bounds at which nothing turns into NaN.
  const from = select(outside, 1, low);
  const to = select(outside, 2, high);
  const midpoint = tf.mul(0.5, tf.add(from, to));
  const share = tf.div(tf.mul(0.5, tf.sub(to, from)), midpoint);
  const prefactor = tf.sub(stirlingRemainder(a), tf.mul(0.5, tf.log(tf.mul(a, 1 / (2 * Math.PI)))));
  const spread = tf.sub(tf.mul(tf.sub(1, a), meanLogOffset(share)), tf.log(tf.mul(2, share)));
  const divergence = tf.add(tf.add(spread, prefactor), poissonDeviance(a, tf.mul(rate, midpoint)));
  return select(outside, Infinity, divergence);
};

/**
 * E log x for x uniform on [1 − t, 1 + t], 0 < t ≤ 1: ((1 + t) log(1 + t) − (1 − t) log(1 − t)) / 2t − 1, and below ½ its
 * series −Σ t²ᵏ / (2k (2k + 1)).
 */
function meanLogOffset(t: Tensor): Tensor {
  const above = tf.add(1, t);
  const below = tf.sub(1, t);
  const direct = tf.sub(tf.div(tf.sub(xlogy(above, above), xlogy(below, below)), tf.mul(2, t)), 1);
  const square = tf.square(t);
  let series: Tensor = tf.zerosLike(t);
  for (let k = 10; k > 0; k--) series = tf.mul(square, tf.sub(series, 1 / (2 * k * (2 * k + 1))));
  return select(isLess(t, 0.5), series, direct);
}
