import * as tf from "@variate/math/tf";
import type { Tensor } from "@tensorflow/tfjs-core";
import { digamma, lbeta, log1mexp } from "@variate/math";
import { EULER } from "../families/euler.js";
import type { KlRule, With } from "./table.js";

type Two = With<"concentration1" | "concentration0">;

/**
 * KL(kumaraswamy‖beta) = log ab + (a − c) E log x − (1 − 1/b) + log B(c, d) − (d − 1) E log(1 − x)
 *
 * p with a, b, q with c, d; E log x = −(γ + ψ(b + 1))/a, and E log(1 − x) by `meanDistanceLog`. Truncated series for the
 * latter, as in Nalisnick and Smyth (2017), are wrong by as much as 0.03.
 */
export const klKumaraswamyBeta: KlRule<Two, Two> = (p, q) => {
  const [a, b, c, d] = [p.concentration1, p.concentration0, q.concentration1, q.concentration0];
  const own = entropyless(a, b, c);
  return tf.add(tf.add(own, lbeta(c, d)), tf.mul(tf.sub(d, 1), meanDistanceLog(tf.div(1, a), b)));
};

/** KL(kumaraswamy‖kumaraswamy) = log(ab/cd) + (a − c) E log x − (1 − 1/b) − (d − 1) E log(1 − x^c) */
export const klKumaraswamy: KlRule<Two, Two> = (p, q) => {
  const [a, b, c, d] = [p.concentration1, p.concentration0, q.concentration1, q.concentration0];
  const own = tf.sub(entropyless(a, b, c), tf.add(tf.log(c), tf.log(d)));
  return tf.add(own, tf.mul(tf.sub(d, 1), meanDistanceLog(tf.div(c, a), b)));
};

/** log ab + (a − c) E log x − (1 − 1/b) */
function entropyless(a: Tensor, b: Tensor, c: Tensor): Tensor {
  const powers = tf.mul(tf.div(tf.sub(c, a), a), tf.add(digamma(tf.add(1, b)), EULER));
  return tf.add(tf.add(tf.add(tf.log(a), tf.log(b)), powers), tf.sub(tf.div(1, b), 1));
}

// exp(s) is standard exponential; the trapezoidal rule is exact to float32 for what is analytic in a strip of that width.
const STEP = 1 / 8;
const FIRST = -20;
const COUNT = Math.round((4.75 - FIRST) / STEP);

/**
 * E[−log(1 − u^ρ)] for u ~ beta(1, b): with u = 1 − exp(−t/b) and t = exp s standard exponential,
 *
 *   ∫ exp(s − exp s) (−log(1 − u^ρ)) ds
 *
 * by the trapezoidal rule of 198 nodes, along a new last axis.
 */
function meanDistanceLog(power: Tensor, b: Tensor): Tensor {
  const nodes = Array.from({ length: COUNT }, (_, i) => FIRST + STEP * i);
  const times = tf.tensor1d(nodes.map(Math.exp));
  const weights = tf.tensor1d(nodes.map((s) => STEP * Math.exp(s - Math.exp(s))));
  const t = tf.div(times, tf.expandDims(b, -1));
  // Beyond 60, where 1 − u leaves float32, the distance rises with t.
  const near = tf.minimum(t, 60);
  const distance = tf.add(tf.sub(t, near), tf.neg(log1mexp(tf.mul(tf.expandDims(power, -1), log1mexp(near)))));
  return tf.sum(tf.mul(weights, distance), -1);
}
