import * as tf from "@tensorflow/tfjs-core";
import {
  bernoulliHead,
  conditional,
  laplaceHead,
  linear,
  mlp,
  multivariateNormalHead,
  normalHead,
  sequential,
  activation,
  type ConditionalDistribution,
} from "@variate/amortized";
import { glyphs, take } from "@variate/data";
import { independent, laplace, multivariateNormal, normal, standardNormal, type Distribution, type Reparameterized } from "@variate/distributions";
import type { Params } from "@variate/math";
import { elbo, importanceWeightedBound, type Evaluate, type ReparameterizedModel } from "@variate/objectives";
import { randomKey } from "@variate/random";
import { describeOnBackends } from "@variate/testing";
import { adam, adamax, fit, fromTfOptimizer, sgd, type Optimizer } from "@variate/training";
import { learnedPrior, vae, type LearnedPrior } from "@variate/vae";
import { describe, expect, it } from "vitest";

/*
 * "A change of likelihood is another head; of prior, another distribution; of objective, of optimizer, of backend,
 * another line. Nothing else changes." Each swap below changes one argument of the same program and trains.
 */
const latents = 3;
const pixels = 64;
const images = take(glyphs({ size: 60, imageSize: 8, key: randomKey(3), ranges: { thickness: [4, 5] } }), 60);

type Encoder = ConditionalDistribution<Params, Reparameterized>;
type Decoder = ConditionalDistribution<Params, Distribution>;
const network = (inputs: number) => mlp({ inputs, hidden: [24], activation: "tanh" });

interface Parts {
  prior?: Distribution | LearnedPrior;
  encoder?: Encoder;
  decoder?: Decoder;
  objective?: Evaluate<ReparameterizedModel>;
  optimizer?: Optimizer;
}

/** Trains 12 epochs; the bound must have grown by at least `gain` nats from the first to the last. */
async function trains(parts: Parts, gain: number): Promise<void> {
  const model = vae({
    prior: parts.prior ?? standardNormal([latents]),
    encoder: parts.encoder ?? (conditional(network(pixels), normalHead([latents]))),
    decoder: parts.decoder ?? (conditional(network(latents), bernoulliHead([pixels]))),
  });
  const result = await fit(model, images, {
    objective: parts.objective ?? elbo({ kl: "analytic" }),
    optimizer: parts.optimizer ?? adam(1e-2),
    epochs: 12,
    batchSize: 20,
    key: randomKey(0),
  });
  const bounds = result.history.map(({ bound }) => bound);
  tf.dispose(result.params);
  expect(bounds.every(Number.isFinite)).toBe(true);
  expect((bounds.at(-1) as number) - (bounds[0] as number)).toBeGreaterThan(gain);
}

describeOnBackends("one part swapped, nothing else changed", () => {
  it("trains as it stands", () => trains({}, 3));

  describe("likelihood", () => {
    it("normal", () => trains({ decoder: conditional(network(latents), normalHead([pixels], { scale: "shared" })) }, 10));
    it("laplace", () => trains({ decoder: conditional(network(latents), laplaceHead([pixels], { scale: "shared" })) }, 10));
  });

  describe("prior", () => {
    const scale = tf.tensor([0.5, 1, 2]);
    it("another normal", () => trains({ prior: independent(normal({ loc: [0, 1, -1], scale: [0.5, 1, 2] }), 1) }, 3));
    it("multivariate normal, sampled KL", () =>
      trains({ prior: multivariateNormal({ loc: [0, 0, 0], scaleTril: [[1, 0, 0], [0.5, 1, 0], [0, 0.3, 1]] }), objective: elbo({ kl: "sampled" }) }, 3));
    it("laplace", () => trains({ prior: independent(laplace({ loc: tf.zeros([latents]), scale }), 1) }, 3));
    it("learned", () => {
      const prior = learnedPrior({
        init: () => ({ loc: tf.zeros([latents]), logScale: tf.zeros([latents]) }),
        apply: ({ loc, logScale }) => independent(normal({ loc, scale: tf.exp(logScale) }), 1),
      });
      return trains({ prior }, 3);
    });
  });

  describe("posterior", () => {
    it("full covariance", () => trains({ encoder: conditional(network(pixels), multivariateNormalHead(latents)), objective: elbo({ kl: "sampled" }) }, 3));
    it("laplace", () => trains({ encoder: conditional(network(pixels), laplaceHead([latents])) }, 3));
    it("another network", () => {
      const deeper = sequential(linear({ inputs: pixels, outputs: 16 }), activation("elu"), linear({ outputs: 16 }), activation("elu"));
      return trains({ encoder: conditional(deeper, normalHead([latents])) }, 3);
    });
  });

  describe("objective", () => {
    it("estimator A", () => trains({ objective: elbo({ kl: "sampled" }) }, 3));
    it("several draws", () => trains({ objective: elbo({ samples: 4 }) }, 3));
    it("weighted KL", () => trains({ objective: elbo({ klWeight: (step) => Math.min(1, step / 20) }) }, 0.5));
    it("free bits", () => trains({ objective: elbo({ freeBits: 0.1 }) }, 3));
    it("sticking the landing", () => trains({ objective: elbo({ kl: "sampled", gradient: "stickingTheLanding" }) }, 3));
    it("importance-weighted", () => trains({ objective: importanceWeightedBound({ samples: 5 }) }, 3));
  });

  describe("optimizer", () => {
    it("adamax", () => trains({ optimizer: adamax(1e-2) }, 3));
    it("sgd with momentum", () => trains({ optimizer: sgd(1e-3, { momentum: 0.9 }) }, 1));
    it("a tf.Optimizer", () => trains({ optimizer: fromTfOptimizer(tf.train.adam(1e-2)) }, 3));
  });
});
