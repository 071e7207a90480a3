import * as tf from "@tensorflow/tfjs-core";
import { arrayDataset, binarized, imageDataset, type Dataset } from "@variate/data";
import { normalArray, normalDraws, randomKey, splitKey, uniformArray, type RandomKey } from "@variate/random";
import type { Evaluate, Model, StatefulObjective } from "@variate/training";

export type Example = { readonly x: tf.Tensor; readonly y: tf.Tensor };
export type Line = { readonly weight: tf.Tensor; readonly bias: tf.Tensor };

/** Parameters as they are, all starting from 0. */
export const line: Model<Line, Line> = {
  init: () => ({ weight: tf.zeros([2]), bias: tf.scalar(0) }),
  bind: (params) => params,
};

/** −(y − x·w − b)² / 2. */
export const squaredError: Evaluate<Line, Example> = ({ weight, bias }, { x, y }) => {
  const residual = tf.sub(y, tf.add(tf.sum(tf.mul(x, weight), 1), bias));
  return { bound: tf.neg(tf.div(tf.square(residual), 2)), terms: { absolute: tf.abs(residual) } };
};

/** log p(y | x) of a logistic model, y in {0, 1}. */
export const logistic: Evaluate<Line, Example> = ({ weight, bias }, { x, y }) => {
  const logits = tf.add(tf.sum(tf.mul(x, weight), 1), bias);
  const bound = tf.sub(tf.mul(y, logits), tf.softplus(logits));
  return { bound, terms: { logLikelihood: bound } };
};

export interface Points {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly dataset: Dataset<Example>;
}

/** n points of two features; y as `label` makes it from a row and a draw in [0, 1). */
export function points(n: number, label: (a: number, b: number, draw: number) => number): Points {
  const [features, draws] = splitKey(randomKey(11), 2) as [RandomKey, RandomKey];
  const x = normalArray(features, [n, 2]);
  const y = uniformArray(draws, [n]).map((draw, i) => label(x[2 * i] as number, x[2 * i + 1] as number, draw));
  return { x, y, dataset: arrayDataset({ x: { shape: [n, 2], data: x }, y: { shape: [n], data: y } }) };
}

export const PIXELS = 16;
export const LATENTS = 2;

export type VaeParams = {
  readonly encoder: { readonly weight: tf.Tensor; readonly loc: tf.Tensor; readonly logScale: tf.Tensor };
  readonly decoder: { readonly weight: tf.Tensor; readonly bias: tf.Tensor };
};

/** The least variational autoencoder: one hidden layer in the encoder, none in the decoder. */
export const smallVae: Model<VaeParams, VaeParams> = {
  init: (key) => {
    const keys = splitKey(key, 4) as [RandomKey, RandomKey, RandomKey, RandomKey];
    const weight = (i: 0 | 1 | 2 | 3, shape: number[]): tf.Tensor => tf.tidy(() => tf.mul(normalDraws(keys[i], shape), 0.3));
    return {
      encoder: { weight: weight(0, [PIXELS, 5]), loc: weight(1, [5, LATENTS]), logScale: weight(2, [5, LATENTS]) },
      decoder: { weight: weight(3, [LATENTS, PIXELS]), bias: tf.zeros([PIXELS]) },
    };
  },
  bind: (params) => params,
};

/** The estimator with the KL in closed form, one draw per example from the key unchanged. */
export const smallElbo: Evaluate<VaeParams, tf.Tensor> = ({ encoder, decoder }, batch, { key }) => {
  const flat = tf.reshape(batch, [-1, PIXELS]);
  const hidden = tf.tanh(tf.matMul(flat, encoder.weight));
  const loc = tf.matMul(hidden, encoder.loc);
  const logScale = tf.matMul(hidden, encoder.logScale);
  const z = tf.add(loc, tf.mul(tf.exp(logScale), normalDraws(key, [flat.shape[0] as number, LATENTS])));
  const logits = tf.add(tf.matMul(z, decoder.weight), decoder.bias);
  const reconstruction = tf.sum(tf.sub(tf.mul(flat, logits), tf.softplus(logits)), 1);
  const perLatent = tf.sub(tf.add(tf.exp(tf.mul(logScale, 2)), tf.square(loc)), tf.add(tf.mul(logScale, 2), 1));
  const kl = tf.div(tf.sum(perLatent, 1), 2);
  return { bound: tf.sub(reconstruction, kl), terms: { reconstruction, kl } };
};

/** The same with a learned temperature of the KL and a running count of examples: an objective of the second form. */
export const statefulElbo: StatefulObjective<VaeParams, tf.Tensor> = {
  init: (key) => ({
    params: { critic: { slope: tf.tidy(() => tf.mul(normalDraws(key, [LATENTS]), 0.1)) } },
    state: { seen: tf.scalar(0, "int32"), average: { bound: tf.scalar(0) } },
  }),
  evaluate: (model, batch, { params, state, ...context }) => {
    const { bound, terms } = smallElbo(model, batch, context);
    const slope = (params["critic"] as { slope: tf.Tensor }).slope;
    const penalty = tf.mul(tf.sum(tf.square(tf.sub(slope, 0.5))), tf.onesLike(bound));
    const average = (state["average"] as { bound: tf.Tensor }).bound;
    return {
      bound: tf.sub(bound, penalty),
      terms: { ...terms, penalty },
      state: {
        seen: tf.add(state["seen"] as tf.Tensor, tf.scalar(bound.size, "int32")),
        average: { bound: tf.add(tf.mul(average, 0.9), tf.mul(tf.mean(bound), 0.1)) },
      },
    };
  },
};

/** 20 images of 4 by 4 whose pixels are drawn anew in each epoch; three full batches of 6 and one of 2. */
export function smallImages(): Dataset<tf.Tensor> {
  const intensities = uniformArray(randomKey(5), [20, 16]).map((u, i) => ((i >> 2) % 2 === (i >> 4) % 2 ? u : 0));
  return binarized(imageDataset({ images: intensities, height: 4, width: 4 }), "perEpoch");
}

/** Whether two files are the same; a difference of thousands of bytes would make no readable message. */
export function sameBytes(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}
