import { bernoulliHead, conditional, mlp, normalHead } from "@variate/amortized";
import { binarized, imageDataset } from "@variate/data";
import { standardNormal } from "@variate/distributions";
import { elbo } from "@variate/objectives";
import { uniformArray } from "@variate/random";
import { adam, type FitOptions } from "@variate/training";
import { vae, type BoundVae } from "@variate/vae";
import { key, using } from "./harness.js";

/** 20 grey images of 4 x 4 pixels: three batches of 8, the last of them short. */
export const greys = imageDataset({
  images: Uint8Array.from(uniformArray(key, [20, 16]), (u) => 255 * u),
  height: 4,
  width: 4,
  labels: Array.from({ length: 20 }, (_, i) => i % 3),
});
/** The same as 0 and 1, drawn anew in each epoch. */
export const images = binarized(greys, "perEpoch");

/** A 16-8-2 model. It owns the two tensors of its prior. */
export const tinyVae = () =>
  vae({
    prior: standardNormal([2]),
    encoder: conditional(mlp({ inputs: 16, hidden: [8] }), normalHead([2])),
    decoder: conditional(mlp({ inputs: 2, hidden: [8] }), bernoulliHead([16])),
  });
export type TinyVae = ReturnType<typeof tinyVae>;
export type TinyParams = ReturnType<TinyVae["init"]>;
export type TinyBound = BoundVae<TinyVae["prior"], TinyVae["encoder"], TinyVae["decoder"]>;

/** A model with parameters, freed afterwards. */
export function withModel<R>(fn: (model: TinyVae, params: TinyParams) => R): R {
  return using(tinyVae(), (model) => using(model.init(key), (params) => fn(model, params)));
}

/** A bound model, freed afterwards. */
export function withBound<R>(fn: (bound: TinyBound) => R): R {
  return withModel((model, params) => fn(model.bind(params)));
}

/** A batch of 8 images, freed afterwards. */
export function withBatch<R>(fn: (batch: ReturnType<typeof images.gather>) => R): R {
  return using(images.gather([0, 1, 2, 3, 4, 5, 6, 7]), fn);
}

export const batches = () => images.batches({ batchSize: 8 });

export type TinyOptions = FitOptions<TinyParams, TinyBound, ReturnType<typeof images.gather>>;

export const fitOptions = {
  objective: elbo({ kl: "analytic" }),
  optimizer: adam(1e-2),
  batchSize: 8,
  key,
} satisfies Partial<TinyOptions>;
