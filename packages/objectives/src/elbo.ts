import * as tf from "@tensorflow/tfjs-core";
import { klDivergence, type Distribution } from "@variate/distributions";
import { shapeSize, tidy } from "@variate/math";
import { latentKl, sampledLatentLogRatio } from "./latentKl.js";
import { fixedPosterior, observationOf } from "./latentVariableModel.js";
import type { ClosedFormKl, ReparameterizedModel } from "./models.js";
import type { ObjectiveContext, ObjectiveValue } from "./objective.js";
import { perDraw } from "./perDraw.js";

/** A constant, or a function of the number of steps taken. */
export type Schedule = number | ((step: number) => number);

export interface ElboOptions {
  /** `"sampled"` is the SGVB estimator A of AEVB, `"analytic"` estimator B. */
  readonly kl?: "analytic" | "sampled";
  /** Draws from q(z|x) for each example; 1 by default. */
  readonly samples?: number;
  /** Factor of the KL term; 1 by default, which makes the bound a bound. */
  readonly klWeight?: Schedule;
  /**
   * λ in nats. Each example's KL is replaced by the sum over latents of max(λ, batch mean of that latent's KL), so
   * that no latent is pushed below λ. Needs a posterior and a prior of independent latents.
   */
  readonly freeBits?: number;
  /**
   * `"pathwise"` differentiates everything through the draw; `"stickingTheLanding"` drops the score of q, whose
   * expectation is zero and whose variance does not vanish at the optimum. It needs the sampled KL.
   */
  readonly gradient?: "pathwise" | "stickingTheLanding";
}

type ElboTerm = "reconstruction" | "kl";

/** Estimator B: compiles for pairs of posterior and prior whose KL has a closed form. */
export interface AnalyticElbo {
  <B, M extends ReparameterizedModel<B>>(model: M & ClosedFormKl<M>, batch: B, context: ObjectiveContext): ObjectiveValue<ElboTerm>;
  /** The bound itself, without weight and free bits; absent where there are none. */
  readonly evaluation?: AnalyticElbo;
}

/** Estimator A: compiles for every reparameterized posterior. */
export interface SampledElbo {
  <B>(model: ReparameterizedModel<B>, batch: B, context: ObjectiveContext): ObjectiveValue<ElboTerm>;
  /** The bound itself, without weight and free bits; absent where there are none. */
  readonly evaluation?: SampledElbo;
}

/**
 * The evidence lower bound of Auto-Encoding Variational Bayes, one value per example in nats.
 *
 *   A, kl "sampled":   1/S Σ_s log p(x|z_s) − w · 1/S Σ_s [log q(z_s|x) − log p(z_s)]
 *   B, kl "analytic":  1/S Σ_s log p(x|z_s) − w · KL(q(z|x) ‖ p(z))
 *   z_s = `posterior(batch).rsample(key, [S])`, with the context's key unchanged
 *
 * Both are unbiased for log p(x) − KL(q(z|x) ‖ p(z|x)) when w is 1. Gradients are pathwise: they reach the posterior
 * through the draws, the prior and the likelihood directly.
 *
 * Terms: `reconstruction` and `kl`, each of shape [batch]; `kl` is before weight and free bits. With a weight other than
 * 1 or with free bits the result is no bound on log p(x); its `evaluation` is the bound without them, by which `fit`
 * judges held-out data.
 *
 * @returns A function of (model, batch, { key, step }): bound and terms of shape [batch].
 * @throws If an option is out of range, or if the free bits meet latents that are not independent.
 *
 * References: Kingma and Welling (2014), equations 6 and 7; Roeder, Wu and Duvenaud (2017) for sticking the landing;
 * Kingma et al. (2016), appendix C.8, for free bits.
 */
export function elbo(options: ElboOptions & { readonly kl: "sampled" }): SampledElbo;
export function elbo(options?: ElboOptions & { readonly gradient?: "pathwise" }): AnalyticElbo;
export function elbo(options: ElboOptions = {}): SampledElbo {
  const { kl = "analytic", samples = 1, klWeight = 1, freeBits, gradient = "pathwise" } = options;
  checkOptions(kl, samples, klWeight, freeBits, gradient);

  const bound = <B>(model: ReparameterizedModel<B>, batch: B, context: ObjectiveContext): ObjectiveValue<ElboTerm> =>
    tidy(() => {
      const posterior = model.posterior(batch);
      const z = posterior.rsample(context.key, [samples]);
      const logLikelihood = model.likelihood(z, batch).logProb(observationOf("elbo", model, batch));
      const reconstruction = meanOverDraws(perDraw("elbo", "likelihood", logLikelihood));

      const scored = gradient === "stickingTheLanding" ? fixedPosterior(model, batch) : posterior;
      const divergence =
        kl === "analytic"
          ? klDivergence(posterior as Distribution, model.prior as Distribution)
          : meanOverDraws(sampledKl(scored, model.prior, z));

      const weight = weightAt(klWeight, context.step);
      const penalty = freeBits === undefined ? divergence : withFreeBits(perLatentKl(kl, scored, model.prior, z), freeBits);
      return {
        bound: tf.sub(reconstruction, weight === 1 ? penalty : tf.mul(penalty, weight)),
        terms: { reconstruction, kl: divergence },
      };
    });
  if (klWeight === 1 && freeBits === undefined) return bound;
  return Object.assign(bound, { evaluation: elbo({ kl: kl as "sampled", samples, gradient }) });
}

function sampledKl(q: Distribution, p: Distribution, z: tf.Tensor): tf.Tensor {
  return tf.sub(perDraw("elbo", "posterior", q.logProb(z)), perDraw("elbo", "prior", p.logProb(z)));
}

function perLatentKl(kl: "analytic" | "sampled", q: Distribution, p: Distribution, z: tf.Tensor): tf.Tensor {
  return kl === "analytic" ? latentKl(q, p) : meanOverDraws(sampledLatentLogRatio(q, p, z));
}

function weightAt(klWeight: Schedule, step: number): number {
  if (typeof klWeight === "number") return klWeight;
  const weight = klWeight(step);
  checkWeight(weight, `klWeight(${step})`);
  return weight;
}

/** The mean over the leading axis of draws; one draw is a reshape. */
function meanOverDraws(values: tf.Tensor): tf.Tensor {
  return values.shape[0] === 1 ? tf.reshape(values, values.shape.slice(1)) : tf.mean(values, 0);
}

/** Σ over latents of max(λ, batch mean of that latent's KL): one number that every example shares. */
function withFreeBits(perLatent: tf.Tensor, lambda: number): tf.Tensor {
  const batchSize = perLatent.shape[0] as number;
  const flat = tf.reshape(perLatent, [batchSize, shapeSize(perLatent.shape.slice(1))]);
  const floored = tf.sum(tf.maximum(tf.mean(flat, 0), lambda));
  return tf.tile(tf.reshape(floored, [1]), [batchSize]);
}

function checkOptions(
  kl: string,
  samples: number,
  klWeight: Schedule,
  freeBits: number | undefined,
  gradient: string,
): void {
  if (kl !== "analytic" && kl !== "sampled") {
    throw new Error(`elbo: expected kl "analytic" or "sampled"; got ${JSON.stringify(kl)}.`);
  }
  if (!Number.isInteger(samples) || samples < 1) {
    throw new Error(`elbo: expected samples to be a whole number from 1 on; got ${samples}.`);
  }
  if (typeof klWeight === "number") checkWeight(klWeight, "klWeight");
  if (freeBits !== undefined && !(freeBits >= 0 && freeBits < Infinity)) {
    throw new Error(`elbo: expected freeBits in nats, finite and not negative; got ${freeBits}.`);
  }
  if (gradient !== "pathwise" && gradient !== "stickingTheLanding") {
    throw new Error(`elbo: expected gradient "pathwise" or "stickingTheLanding"; got ${JSON.stringify(gradient)}.`);
  }
  if (gradient === "stickingTheLanding" && kl !== "sampled") {
    throw new Error(
      'elbo: expected kl "sampled" with gradient "stickingTheLanding"; got "analytic", which has no score to drop.',
    );
  }
}

function checkWeight(weight: number, name: string): void {
  if (!(weight >= 0 && weight < Infinity)) {
    throw new Error(`elbo: expected ${name} to be finite and not negative; got ${weight}.`);
  }
}
