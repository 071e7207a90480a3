import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { poissonDeviance, stirlingRemainder } from "@variate/math";
import type { Distribution } from "../distribution.js";
import type { Beta } from "../families/beta.js";
import type { Gamma } from "../families/gamma.js";
import { concentrationTerm, logShareGap } from "./dirichletTerms.js";
import type { KlRule } from "./table.js";

/**
 * KL(beta‖beta) = log B(c, d) − log B(a, b) + (a − c)(ψ(a) − ψ(n)) + (b − d)(ψ(b) − ψ(n)),   p with a, b, q with c, d
 *
 * with n = a + b and m = c + d, evaluated as D(c, m a/n) + D(d, m b/n) + t(a, c) + t(b, d) − t(n, m), D the deviance and
 * t the `concentrationTerm`.
 */
export const klBeta: KlRule<Beta, Beta> = (p, q) => {
  const [a, b, c, d] = [p.concentration1, p.concentration0, q.concentration1, q.concentration0];
  const n = tf.add(a, b);
  const m = tf.add(c, d);
  const means = tf.add(poissonDeviance(c, tf.mul(m, tf.div(a, n))), poissonDeviance(d, tf.mul(m, tf.div(b, n))));
  const terms = tf.sub(tf.add(concentrationTerm(a, c), concentrationTerm(b, d)), concentrationTerm(n, m));
  return tf.add(means, terms);
};

/**
 * KL(beta‖gamma) = −H(p) − α log r − (α − 1) E log x + r E x + log Γ(α),   q with concentration α and rate r
 *
 * evaluated as D(α, r E x) + α (log E x − E log x) + E log x − ½ log(α / 2π) + σ(α) − H(p).
 */
export const klBetaGamma: KlRule<Beta, Gamma> = (p, { concentration, rate }) => {
  const a = p.concentration1;
  const n = tf.add(a, p.concentration0);
  const mean = tf.div(a, n);
  const gap = logShareGap(a, n);
  const prefactor = tf.sub(stirlingRemainder(concentration), tf.mul(0.5, tf.log(tf.mul(concentration, 1 / (2 * Math.PI)))));
  const spread = tf.add(tf.mul(tf.sub(concentration, 1), gap), tf.log(mean));
  return tf.sub(tf.add(tf.add(poissonDeviance(concentration, tf.mul(rate, mean)), spread), prefactor), p.entropy());
};

/** KL(beta‖exponential) = r E x − log r − H(p) */
export const klBetaExponential: KlRule<Beta, Distribution & { readonly rate: Tensor }> = (p, { rate }) =>
  tf.sub(tf.sub(tf.mul(rate, p.mean()), tf.log(rate)), p.entropy());
