/**
 * What an installed application does: train a small variational autoencoder from packed tarballs.
 * `check-packages.mjs` runs it in plain Node; `test-browser.mjs` builds it with Vite and runs it in a browser.
 */
import "@variate/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { bernoulliHead, conditional, mlp, normalHead } from "@variate/amortized";
import { binarized, glyphs } from "@variate/data";
import { standardNormal } from "@variate/distributions";
import { elbo } from "@variate/objectives";
import { randomKey } from "@variate/random";
import { adam, decodeCheckpoint, fit } from "@variate/training";
import { decodeModel, encodeModel, generate, vae } from "@variate/vae";

/** Trains for a few epochs and returns what the caller checks. The backend is already active. */
export async function train() {
  const data = binarized(glyphs({ size: 400, key: randomKey(1) }), "perEpoch");
  const model = vae({
    prior: standardNormal([4]),
    encoder: conditional(mlp({ inputs: 784, hidden: [64], activation: "tanh" }), normalHead([4])),
    decoder: conditional(mlp({ inputs: 4, hidden: [64], activation: "tanh" }), bernoulliHead([784])),
  });
  const epochs = [];
  let checkpoint;
  const { params } = await fit(model, data, {
    objective: elbo({ kl: "analytic" }),
    optimizer: adam(3e-3),
    epochs: 5,
    batchSize: 50,
    key: randomKey(0),
    callbacks: { onEpoch: ({ bound }) => void epochs.push(bound) },
    checkpoint: { write: (bytes) => void (checkpoint = bytes), everyEpochs: 5 },
  });
  const bytes = await encodeModel(params);
  const loaded = decodeModel(model, bytes);
  const drawn = generate(model.bind(loaded), { key: randomKey(2), count: 3 });
  const result = {
    backend: tf.getBackend(),
    first: epochs[0],
    last: epochs.at(-1),
    drawn: drawn.shape,
    checkpointStep: decodeCheckpoint(checkpoint).step,
  };
  tf.dispose([drawn, params, loaded]);
  return result;
}

/** The line that says whether it worked, on the backend that was meant: tfjs goes on with another when one cannot start. */
export function verdict(result, backend) {
  const learned = Number.isFinite(result.last) && result.last > result.first + 20;
  const shaped = result.drawn.join() === "3,784" && result.checkpointStep === 40;
  return `${learned && shaped && result.backend === backend ? "ok" : "FAILED"} ${JSON.stringify(result)}`;
}
