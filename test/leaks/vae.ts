import * as tf from "@tensorflow/tfjs-core";
import { independent, normal } from "@variate/distributions";
import { elbo, importanceWeightedBound } from "@variate/objectives";
import * as vaePackage from "@variate/vae";
import { batches, tinyVae, withBatch, withBound, withModel, type TinyBound } from "./fixtures.js";
import { key, using, type Call, type Table } from "./harness.js";

const { vae } = vaePackage;

/** A function of a bound model and a batch. */
const shown =
  (fn: (bound: TinyBound, batch: tf.Tensor) => unknown): Call =>
  () =>
    withBound((bound) => withBatch((batch) => fn(bound, batch)));

const trained = () =>
  vaePackage.learnedPrior({
    init: () => ({ loc: tf.zeros([2]) }),
    // The inner sum is freed when the prior is bound; what the prior holds stays.
    apply: ({ loc }) => independent(normal({ loc: tf.add(tf.add(loc, 1), -1), scale: [1, 2] }), 1),
  });

/** A model whose prior has parameters of its own. */
const learned = () =>
  using(tinyVae(), ({ encoder, decoder }) =>
    vae({
      prior: trained(),
      encoder,
      decoder,
    }),
  );

export const table: Table = {
  vae: [
    tinyVae,
    () => using(tinyVae(), (model) => model.init(key)),
    // Binding computes nothing.
    () => withModel((model, params) => void model.bind(params, { key, training: true })),
    () => learned().init(key),
    () => {
      const model = learned();
      return using(model.init(key), (params) => model.bind(params).prior);
    },
    shown((bound, batch) => bound.posterior(batch)),
    shown((bound) => using(tf.zeros([3, 8, 2]), (z) => bound.likelihood(z))),
  ],
  learnedPrior: () => trained().init(key),
  generate: [
    shown((bound) => vaePackage.generate(bound, { key, count: 3 })),
    shown((bound) => vaePackage.generate(bound, { key, count: 3, output: "sample" })),
  ],
  reconstruct: shown((bound, batch) => vaePackage.reconstruct(bound, batch)),
  interpolate: [
    shown((bound, batch) => vaePackage.interpolate(bound, batch, batch, { steps: 3 })),
    shown((bound, batch) => vaePackage.interpolate(bound, batch, batch, { steps: 3, path: "spherical" })),
  ],
  traverseLatents: [
    shown((bound, batch) => vaePackage.traverseLatents(bound, batch)),
    shown((bound, batch) => vaePackage.traverseLatents(bound, batch, { latents: [1], values: [-1, 1] })),
  ],
  latentManifold: shown((bound) => vaePackage.latentManifold(bound, 3)),
  elboTerms: [
    () => withBound((bound) => vaePackage.elboTerms(bound, batches(), { objective: elbo(), key })),
    () =>
      withBound((bound) =>
        vaePackage.elboTerms(bound, batches(), { objective: importanceWeightedBound({ samples: 2 }), key }),
      ),
  ],
  klPerLatent: () => withBound((bound) => vaePackage.klPerLatent(bound, batches())),
  logLikelihood: () =>
    withBound((bound) => vaePackage.logLikelihood(bound, batches(), { key, samples: 12, samplesPerChunk: 5 })),
  encodeModel: () => withModel((_, params) => vaePackage.encodeModel(params, { latents: "2" })),
  decodeModel: () =>
    using(tinyVae(), async (model) => {
      const bytes = await using(model.init(key), (params) => vaePackage.encodeModel(params));
      return vaePackage.decodeModel(model, bytes);
    }),
};
