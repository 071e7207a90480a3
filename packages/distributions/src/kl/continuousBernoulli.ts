import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { isGreater, logExprel, select } from "@variate/math";
import type { Distribution, HasEntropy, HasMean } from "../distribution.js";
import { logOdds, type ContinuousBernoulli } from "../families/continuousBernoulli.js";
import type { KlRule } from "./table.js";

/**
 * KL(p‖continuousBernoulli) = K(λ) − λ E x − H(p),   K(λ) = log((exp λ − 1)/λ), for any p on [0, 1] with these moments;
 * K(λ) − λ E x is K(−|λ|) + |λ| w, w the mean distance from the end that λ favours.
 */
export const klToContinuousBernoulli: KlRule<Distribution & HasMean & HasEntropy, ContinuousBernoulli> = (p, q) => {
  const logits = logOdds(q);
  const positive = isGreater(logits, 0);
  const against = select(positive, tf.neg(logits), logits);
  const mean = p.mean();
  const distance = select(positive, tf.sub(1, mean), mean);
  return tf.sub(tf.sub(logExprel(against), tf.mul(against, distance)), p.entropy());
};

/** KL(continuousBernoulli‖exponential) = r E x − log r − H(p) */
export const klContinuousBernoulliExponential: KlRule<ContinuousBernoulli, Distribution & { readonly rate: Tensor }> = (p, { rate }) =>
  tf.sub(tf.sub(tf.mul(rate, p.mean()), tf.log(rate)), p.entropy());
